/** The nodes that are broken: what each is planned as, what its upstream publishes, and what its image has. */
import { join } from 'node:path';
import type { Setting } from '../../../src/boot/body.ts';
import type { NodeMachine } from '../../../src/build.ts';
import { buildBundle } from '../bundle.ts';
import { run, upstreamFolder } from '../places.ts';
import { writeClusterProfile, writeProfile } from '../profile.ts';
import { fillMirror, type Layout, type Published, publish, publishAll, releases } from '../upstream.ts';

export type NodeName = 'worker' | 'control plane' | 'docker' | 'joining';

export interface BreakableNode {
  readonly planned: NodeMachine;
  readonly published: readonly Published[];
  readonly packages?: readonly string[];
  readonly settings?: readonly Setting[];
}

const choices = { mirrors: ['mirror'] };
const folder = (name: string) => join(run().folder, name);

export async function breakableNodes(): Promise<Readonly<Record<NodeName, BreakableNode>>> {
  const common = await publish({ controlPlane: true });
  const docker = await publishAll(beforeContainerd);
  const joining = [...common, ...(await publishAll([etcdctl]))];
  for (const published of [joining, docker]) fillMirror(upstreamFolder(), 'mirror', published);
  const workers = common.filter(({ key }) => key !== 'kubectl');
  return {
    worker: {
      planned: buildBundle(writeProfile(folder('worker'), workers, choices)).first('ubuntu-24.04'),
      published: workers,
    },
    'control plane': {
      planned: buildBundle(writeClusterProfile(folder('control'), 'ha', common, choices)).node('cp-1'),
      published: common,
    },
    docker: {
      planned: buildBundle(
        writeClusterProfile(folder('docker'), 'consul-docker', docker, {
          ...choices,
          more: { pools: [dockerPool] },
        }),
      ).node('worker3'),
      published: docker,
      packages: ['docker.io', 'socat'],
      settings: idleDocker,
    },
    joining: {
      planned: buildBundle(
        writeClusterProfile(folder('joining'), 'ha', joining, { ...choices, more: { pools: [latePool] } }),
      ).node('cp-4'),
      published: joining,
    },
  };
}

/** What the profile with docker has of upstream: of its own time. */
const beforeContainerd: readonly Layout[] = [
  {
    key: 'cniPlugins',
    place: `${releases.replace('%', 'containernetworking/plugins')}/v0.6.0/cni-plugins-amd64-v0.6.0.tgz`,
    members: { prefix: './', folder: './', others: [] },
    programs:
      'bridge dhcp flannel host-device host-local ipvlan loopback macvlan portmap ptp sample tuning vlan'.split(
        ' ',
      ),
  },
  { key: 'kubelet', place: 'dl.k8s.io/release/v1.10.3/bin/linux/amd64/kubelet', programs: ['kubelet'] },
];

const network = { gateways: ['10.0.0.1'], nameservers: ['10.0.0.1'] };

/** Another worker, whose card is named: in a container no other is there. */
const dockerPool = {
  name: 'plugged',
  role: 'worker',
  os: 'ubuntu-18.04',
  network,
  nodes: [{ name: 'worker3', address: '10.0.0.23/24', mac: '52:54:00:00:00:17' }],
};

/** A fourth member for a cluster of three that runs. */
const latePool = {
  name: 'late',
  role: 'control-plane',
  os: 'ubuntu-24.04',
  network,
  nodes: [{ name: 'cp-4', address: '10.0.0.14/24', mac: '52:54:00:00:00:0e', etcd: { join: 'existing' } }],
};

const voters = [11, 12, 13]
  .map((host, index) => `${index}, started, cp-${index + 1}, https://10.0.0.${host}:2380, -, false`)
  .join('\n');

/** Plays the cluster of three: a learner that is added there is started at once, and its promotion is remembered. */
const etcdctl: Layout = {
  key: 'etcd',
  place: `${releases.replace('%', 'etcd-io/etcd')}/v3.6.14/etcd-v3.6.14-linux-amd64.tar.gz`,
  members: { prefix: 'etcd-v3.6.14-linux-amd64/', folder: 'etcd-v3.6.14-linux-amd64/', others: [] },
  programs: ['etcdctl'],
  text: `#!/bin/sh
state=/run/nodeseed-test-etcd
case $* in
  *' member list') printf '%s\\n' '${voters}'; [ ! -e $state ] || cat $state ;;
  *' member add cp-4 --learner --peer-urls=https://10.0.0.14:2380') echo '3, started, cp-4, https://10.0.0.14:2380, -, true' >$state ;;
  *' member promote 3') sed -i s/true/false/ $state ;;
  *) echo "not for this member: $*"; exit 1 ;;
esac
`,
};

/** Debian's units, and programs that only stay up: a container is no place for another runtime's containers. */
const idleDocker: readonly Setting[] = ['/usr/sbin/dockerd', '/usr/bin/containerd'].map((path) => ({
  why: 'only stays up',
  path,
  text: '#!/bin/sh\n/bin/systemd-notify --ready\n/bin/sleep infinity &\nwait\n',
  mode: 0o755,
}));
