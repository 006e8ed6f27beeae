/**
 * npx tsx test/boot/mutations.ts [WORD...]: breaks a bundle on purpose, in one way after the other, boots a machine from each and
 * shows that the comparison with what should have been built sees it. With words, only those whose description has one of them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultLines } from '../../src/boot/check.ts';
import type { NodeMachine } from '../../src/build.ts';
import { renderings } from '../../src/formats/node-files.ts';
import { publicContent } from '../../src/model/content.ts';
import type { File, Machine, Unit } from '../../src/model/machine.ts';
import { sha256 } from '../../src/shared/digest.ts';
import { type Bundle, buildBundle } from './bundle.ts';
import { run, upstreamFolder } from './places.ts';
import { writeClusterProfile, writeProfile } from './profile.ts';
import { canBoot, checks, install } from './rig.ts';
import { fillMirror, type Published, publish } from './upstream.ts';

interface Mutation {
  readonly component: string;
  readonly what: string;
  readonly node: 'worker' | 'control plane';
  readonly broken: (machine: Machine) => Machine;
}

type Change<T> = (one: T) => T | undefined;

/** The one with that name changed, or taken away; it has to be there, or the mutation means nothing. */
function changed<T>(all: readonly T[], is: (one: T) => boolean, change: Change<T>): T[] {
  if (!all.some(is)) throw new Error('this mutation finds nothing to break');
  return all.flatMap((one) => (is(one) ? (change(one) ?? []) : one));
}

const file =
  (path: string, change: Change<File>) =>
  (machine: Machine): Machine => ({
    ...machine,
    files: changed(machine.files, (one) => one.path === path, change),
  });

const unit =
  (name: string, change: Change<Unit>) =>
  (machine: Machine): Machine => ({
    ...machine,
    units: changed(machine.units, (one) => one.name === name, change),
  });

/** Other bytes for the first match in a public file's text. */
const text = (path: string, from: RegExp | string, to: string) =>
  file(path, (one) => {
    const before = Buffer.from(one.content.reveal()).toString('utf8');
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${path} has no ${from}`);
    return { ...one, content: publicContent(after) } as File;
  });

const table = '/etc/nodeseed/install.table';
const script = '/etc/nodeseed/install.sh';

const mutations: readonly Mutation[] = [
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
];

/** A machine that should be `planned`, booted from a bundle of what `broken` makes of it; the faults that were seen. */
async function faultsOf(
  planned: NodeMachine,
  broken: Mutation['broken'],
  name: string,
  published: readonly Published[],
): Promise<string[]> {
  const folder = join(run().folder, `bundle-${name}`);
  mkdirSync(folder, { mode: 0o700 });
  const files = renderings(planned.node, broken(planned.machine));
  for (const [file_, content] of Object.entries(files)) writeFileSync(join(folder, file_), content.reveal());
  const bundle: Pick<Bundle, 'folder'> = { folder: () => folder };
  const installed = await install(bundle, planned, 'bookworm', name, { impatient: true });
  try {
    return faultLines(checks(installed, await installed.machine.boot(), published));
  } finally {
    await installed.close();
  }
}

const whole: Mutation['broken'] = (machine) => machine;

async function main(words: readonly string[]): Promise<number> {
  const published = await publish({ controlPlane: true });
  fillMirror(upstreamFolder(), 'mirror', published);
  const choices = { mirrors: ['mirror'] };
  const workers = published.filter(({ key }) => key !== 'kubectl');
  const nodes = {
    worker: buildBundle(writeProfile(join(run().folder, 'worker'), workers, choices)).first('ubuntu-24.04'),
    'control plane': buildBundle(
      writeClusterProfile(join(run().folder, 'control'), 'ha', published, choices),
    ).node('cp-1'),
  };
  const wanted = mutations.filter(
    ({ component, what }) =>
      words.length === 0 || words.some((word) => `${component} ${what}`.includes(word)),
  );
  // One that has nothing to break is known before the first boot.
  for (const { what, node, broken } of wanted) {
    const { node: of, machine } = nodes[node];
    const bytes = (one: Machine) =>
      Object.values(renderings(of, one)).map((content) => sha256(content.reveal()));
    if (bytes(machine).join() === bytes(broken(machine)).join())
      throw new Error(`${what}: nothing is broken`);
  }
  // What stands there without any mutation says nothing of one.
  const usual = new Map<string, ReadonlySet<string>>();
  for (const node of new Set(wanted.map((one) => one.node))) {
    const faults = await faultsOf(nodes[node], whole, `whole-${usual.size}`, published);
    console.log(`| ${node} | as built | ${faults.length === 0 ? 'no fault' : faults.join('; ')} |`);
    usual.set(node, new Set(faults));
  }
  let missed = 0;
  for (const [index, { component, what, node, broken }] of wanted.entries()) {
    const faults = await faultsOf(nodes[node], broken, `mutation-${index}`, published);
    const seen = faults.filter((fault) => !usual.get(node)?.has(fault));
    if (seen.length === 0) missed += 1;
    // What came of it says more than that a file has other bytes.
    const worst =
      seen.find((fault) => !fault.startsWith('file ')) ??
      seen.find((fault) => !fault.startsWith(`file ${table}`)) ??
      seen[0] ??
      'NOT SEEN';
    console.log(`| ${component} | ${what} | ${worst} | ${seen.length} |`);
  }
  console.log(`${wanted.length - missed} of ${wanted.length} seen`);
  const unclean = [...usual.values()].some((faults) => faults.size > 0);
  return missed > 0 || unclean ? 1 : 0;
}

if (canBoot()) process.exitCode = await main(process.argv.slice(2));
