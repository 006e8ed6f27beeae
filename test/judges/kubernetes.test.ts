/**
 * The kubelet and kube-proxy take a configuration with unknown fields after a warning, and no package of Debian brings them:
 * what they are given is held against upstream's own lists of flags and fields, and so are the programs of a control plane,
 * as units and as static pods. etcd's flags are held against our table of its own releases.
 */
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Release } from '../../src/upstream/release.ts';
import { parseExecStart, parseUnit, valuesOf } from '../support/systemd.ts';
import { type BuiltNode, everyNode } from './outputs.ts';
import { etcdFlagsIn, faultsInFields, faultsInFlags, type Names, namesIn } from './support/upstream-lists.ts';

const kinds: Readonly<Record<string, string>> = {
  KubeletConfiguration: 'kubelet',
  KubeProxyConfiguration: 'kube-proxy',
  KubeSchedulerConfiguration: 'kube-scheduler',
};

interface Configuration {
  readonly program: string;
  readonly path: string;
  readonly fields: unknown;
}

function configurationsOf({ machine }: BuiltNode): Configuration[] {
  return machine.files.flatMap(({ path, content }) => {
    const text = Buffer.from(content.reveal()).toString();
    const program = kinds[/^kind: (.*)$/m.exec(text)?.[1] ?? ''];
    if (program === undefined) return [];
    const { apiVersion: _, kind: __, ...fields } = load(text) as Record<string, unknown>;
    return [{ program, path, fields }];
  });
}

interface Command {
  readonly program: string;
  /** Of the program, without a v. */
  readonly version: string;
  readonly argv: readonly string[];
}

const ofServers = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
const programs = ['kubelet', 'kube-proxy', 'etcd', ...ofServers];

function commandsOf(one: BuiltNode): Command[] {
  return [...unitsOf(one), ...podsOf(one)];
}

function unitsOf({ machine }: BuiltNode): Command[] {
  return machine.units.flatMap(({ name, text }) => {
    const program = name.replace(/\.service$/, '');
    if (text === undefined || !programs.includes(program)) return [];
    const { path, argv } = parseExecStart(valuesOf(parseUnit(text), 'Service', 'ExecStart')[0] ?? '');
    const placed = machine.placements.find(({ files }) => files.some(({ target }) => target === path));
    assert.ok(placed, `nothing brings ${path}`);
    return [{ program, version: placed?.artifact.version ?? '', argv: argv.slice(1) }];
  });
}

interface Pod {
  readonly spec: {
    readonly containers: readonly { readonly image: string; readonly command: readonly string[] }[];
  };
}

/** The static pods of the programs that are judged; others have their judges elsewhere. */
function podsOf({ machine }: BuiltNode): Command[] {
  const pods = machine.files.filter(({ path }) => path.startsWith('/etc/kubernetes/manifests/'));
  return pods.flatMap(({ content }) => {
    const { spec } = load(Buffer.from(content.reveal()).toString()) as Pod;
    return spec.containers.flatMap(({ image, command = [] }) => {
      const [program = '', ...argv] = command;
      return programs.includes(program) ? [{ program, version: image.replace(/^.*:v?/, ''), argv }] : [];
    });
  });
}

/** What has to run on the node, by its role. */
function wantedOf({ of, node }: BuiltNode): string[] {
  const isMember = of.cluster.controlPlane?.etcd.some((member) => member.node.name === node.name);
  return [
    ...(node.role === 'etcd' ? [] : ['kubelet']),
    ...(node.settings.kubeProxy?.run === 'unit' ? ['kube-proxy'] : []),
    ...(node.role === 'control-plane' ? ofServers : []),
    ...(isMember ? ['etcd'] : []),
  ];
}

/** The version says of which release a program is, whatever the profile says. */
function flagsOf({ program, version }: Command): Names {
  const release = /^\d+\.\d+/.exec(version)?.[0] as Release;
  const names = program === 'etcd' ? etcdFlagsIn(version) : namesIn(release, 'flags', program);
  assert.ok(Object.keys(names).length > 0, `there is no list of flags of ${program} ${version}`);
  return names;
}

test('every field of a configuration is one of its release, and of its type', () => {
  for (const one of everyNode()) {
    for (const { program, path, fields } of configurationsOf(one)) {
      const names = namesIn(one.of.cluster.version.release, 'fields', program);
      assert.equal(faultsInFields(fields, names), [], `${one.title} ${path}`);
    }
  }
});

test('every flag of a command line is one of its release, and of its type', () => {
  for (const one of everyNode()) {
    for (const command of commandsOf(one)) {
      const { program, version, argv } = command;
      if (program !== 'etcd') assert.is(version, one.of.cluster.version.text, `${one.title} ${program}`);
      assert.equal(faultsInFlags(argv, flagsOf(command)), [], `${one.title} ${program}`);
      const names = argv.map((word) => word.replace(/=.*/s, ''));
      assert.equal(names, [...new Set(names)], `${one.title} ${program}`);
    }
  }
});

test('a misspelt field, a value of another type, and a flag of another release would not be overlooked', () => {
  const fields = namesIn('1.36', 'fields', 'kubelet');
  const wrong = {
    maxPod: 1,
    maxPods: '110',
    authentication: { x509: { caFile: '' } },
    evictionHard: { a: 1 },
  };
  assert.is(faultsInFields(wrong, fields).length, 4);
  const flags = namesIn('1.36', 'flags', 'kubelet');
  assert.is(faultsInFlags(['--network-plugin=cni', '--v=two', '--kubeconfig'], flags).length, 3);
  for (const program of ofServers) {
    assert.is(faultsInFlags(['--insecure-port=0', '--v=two'], namesIn('1.36', 'flags', program)).length, 2);
  }
  const wrongForEtcd = [
    '--ca-file=/x',
    '--client-cert-auth=yes',
    '--snapshot-count=1e4',
    '--experimental-memory-mlock=true',
  ];
  assert.is(faultsInFlags(wrongForEtcd, etcdFlagsIn('3.7.0')).length, 4);
  assert.is(faultsInFlags(['--experimental-compaction-batch-limit=1'], etcdFlagsIn('3.4.22')).length, 1);
  assert.is(faultsInFlags(['--experimental-compaction-batch-limit=1'], etcdFlagsIn('3.4.23-0')).length, 0);
});

test('there is something to judge', () => {
  const configured = everyNode().flatMap((one) => configurationsOf(one).map(({ program }) => program));
  for (const program of ['kube-proxy', 'kubelet']) assert.ok(configured.includes(program), program);
  for (const one of everyNode()) {
    const judged = commandsOf(one).map(({ program }) => program);
    assert.equal(judged.sort(), wantedOf(one).sort(), one.title);
  }
  // As units and as static pods.
  for (const commandsBy of [unitsOf, podsOf]) {
    const judged = new Set(everyNode().flatMap((one) => commandsBy(one).map(({ program }) => program)));
    for (const program of [...ofServers, 'etcd']) assert.ok(judged.has(program), program);
  }
});

test.run();
