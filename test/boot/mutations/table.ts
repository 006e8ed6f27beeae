/** Every way in which a bundle is broken, a row each; the component is the author of what is broken. */
import type { File } from '../../../src/model/machine.ts';
import { changed, file, type Mutation, text, unit } from './change.ts';

export const table = '/etc/nodeseed/install.table';
const script = '/etc/nodeseed/install.sh';

export const mutations: readonly Mutation[] = [
  {
    component: 'kubelet',
    what: 'its configuration has the wrong mode',
    node: 'worker',
    broken: file('/var/lib/kubelet/config.yaml', (one) => ({ ...one, mode: 0o666 }) as File),
  },
  {
    component: 'kubelet',
    what: 'a key that all may read',
    node: 'worker',
    broken: file('/var/lib/kubelet/pki/kubelet.key', (one) => ({ ...one, mode: 0o644 }) as unknown as File),
  },
  {
    component: 'kubelet',
    what: 'the unit is not enabled',
    node: 'worker',
    broken: text(table, 'unit enabled kubelet.service', 'unit static kubelet.service'),
  },
  {
    component: 'kubelet',
    what: 'a flag is missing from its command',
    node: 'worker',
    broken: unit('kubelet.service', (one) => ({
      ...one,
      text: (one.text ?? '').replace(/ --config=\S+/, ''),
    })),
  },
  {
    component: 'containerd',
    what: 'a digest is off by one',
    node: 'worker',
    broken: text(table, /(artifact 1 sha256:)(.)/, '$1g'),
  },
  {
    component: 'containerd',
    what: 'its drop-in is missing',
    node: 'worker',
    broken: unit('containerd.service', (one) => ({ ...one, dropIns: [] })),
  },
  {
    component: 'containerd',
    what: 'a program is placed with the wrong mode',
    node: 'worker',
    broken: text(table, 'place 1 0755 /usr/local/bin/ctr', 'place 1 0700 /usr/local/bin/ctr'),
  },
  {
    component: 'containerd',
    what: 'the other cgroup driver',
    node: 'worker',
    broken: text('/etc/containerd/config.toml', 'SystemdCgroup = true', 'SystemdCgroup = false'),
  },
  {
    component: 'cni',
    what: 'the configuration is missing',
    node: 'worker',
    broken: file('/etc/cni/net.d/10-bridge.conflist', () => undefined),
  },
  {
    component: 'kube-proxy',
    what: 'another mode',
    node: 'worker',
    broken: text('/var/lib/kube-proxy/config.conf', 'mode: nftables', 'mode: iptables'),
  },
  {
    component: 'host',
    what: 'a file has the wrong owner',
    node: 'worker',
    broken: (machine) =>
      text(
        table,
        /owner reporter operators 0640 \/etc\/reports\/report\.conf\n/,
        '',
      )(file('/etc/reports/report.conf', (one) => ({ ...one, user: 'root', group: 'root' }))(machine)),
  },
  {
    component: 'host',
    what: 'a kernel parameter is missing',
    node: 'worker',
    broken: (machine) =>
      text(
        table,
        /sysctl \/proc\/sys\/net\/ipv4\/ip_local_reserved_ports .*\n/,
        '',
      )(text('/etc/sysctl.d/90-nodeseed.conf', /net\.ipv4\.ip_local_reserved_ports.*\n/, '')(machine)),
  },
  {
    component: 'host',
    what: 'a link leads elsewhere',
    node: 'worker',
    broken: text(
      '/etc/tmpfiles.d/nodeseed.conf',
      /^(L\S* \/etc\/report\.conf .*)reports\/report\.conf/m,
      '$1reports/closed',
    ),
  },
  {
    component: 'host',
    what: 'a unit that is to be masked is not',
    node: 'worker',
    broken: (machine) =>
      text(
        table,
        /unit masked apt-daily\.timer/,
        'unit static apt-daily.timer',
      )(unit('apt-daily.timer', (one) => ({ ...one, state: 'static' }))(machine)),
  },
  {
    component: 'host',
    what: 'swap stays in fstab',
    node: 'worker',
    broken: text(table, /^swap off\n/m, ''),
  },
  {
    component: 'installer',
    what: 'systemd is not told to read its files again',
    node: 'worker',
    broken: text(script, /^.*systemctl daemon-reload.*$/m, '  :'),
  },
  {
    component: 'installer',
    what: 'something is left lying about',
    node: 'worker',
    broken: text(script, /^ {2}prune$/m, '  prune\n  : >/usr/local/bin/.left'),
  },
  {
    component: 'control plane',
    what: 'a static pod is missing',
    node: 'control plane',
    broken: file('/etc/kubernetes/manifests/kube-scheduler.yaml', () => undefined),
  },
  {
    component: 'etcd',
    what: 'its folder is open to all',
    node: 'control plane',
    broken: (machine) =>
      text(
        '/etc/tmpfiles.d/nodeseed.conf',
        /^(d \/var\/lib\/etcd )0700/m,
        '$10755',
      )({
        ...machine,
        directories: changed(
          machine.directories,
          ({ path }) => path === '/var/lib/etcd',
          (one) => ({ ...one, mode: 0o755 }),
        ),
      }),
  },
  {
    component: 'endpoint',
    what: 'the virtual address is another',
    node: 'control plane',
    broken: text('/etc/kubernetes/manifests/kube-vip.yaml', '10.0.0.10', '10.0.0.9'),
  },
  {
    component: 'apply',
    what: 'its timer is not enabled',
    node: 'control plane',
    broken: text(table, 'unit enabled nodeseed-apply.timer', 'unit static nodeseed-apply.timer'),
  },
  {
    component: 'pod-network',
    what: 'its unit is missing',
    node: 'control plane',
    broken: (machine) =>
      text(
        table,
        /^unit enabled nodeseed-pod-network\.service.*\n/m,
        '',
      )(unit('nodeseed-pod-network.service', () => undefined)(machine)),
  },
  {
    component: 'docker',
    what: 'the other cgroup driver',
    node: 'docker',
    broken: text('/etc/docker/daemon.json', 'cgroupdriver=cgroupfs', 'cgroupdriver=systemd'),
  },
  {
    component: 'docker',
    what: 'the unit is not enabled',
    node: 'docker',
    broken: text(table, 'unit enabled docker.service', 'unit disabled docker.service'),
  },
  {
    component: 'etcd-join',
    what: 'another member is added in its place',
    node: 'joining',
    broken: text('/etc/nodeseed/etcd-join.table', /^(peer .*)14:/m, '$115:'),
  },
  {
    component: 'etcd-join',
    what: 'the kubelet, and etcd with it, does not wait',
    node: 'joining',
    broken: unit('kubelet.service', (one) => ({
      ...one,
      dropIns: one.dropIns.filter(({ name }) => name !== '20-etcd-join.conf'),
    })),
  },
];
