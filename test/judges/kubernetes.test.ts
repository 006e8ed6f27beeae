/**
 * The kubelet and kube-proxy take a configuration with unknown fields after a warning, and no package of Debian brings them:
 * what they are given is held against upstream's own lists of flags and fields.
 */
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExecStart, parseUnit, valuesOf } from '../support/systemd.ts';
import { type BuiltNode, everyNode } from './outputs.ts';
import { faultsInFields, faultsInFlags, namesIn } from './support/upstream-lists.ts';

const kinds: Readonly<Record<string, string>> = {
  KubeletConfiguration: 'kubelet',
  KubeProxyConfiguration: 'kube-proxy',
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

function commandsOf({ machine }: BuiltNode): { program: string; argv: readonly string[] }[] {
  return machine.units.flatMap(({ name, text }) => {
    const program = name.replace(/\.service$/, '');
    if (text === undefined || !Object.values(kinds).includes(program)) return [];
    const [line = ''] = valuesOf(parseUnit(text), 'Service', 'ExecStart');
    return [{ program, argv: parseExecStart(line).argv.slice(1) }];
  });
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
    for (const { program, argv } of commandsOf(one)) {
      const names = namesIn(one.of.cluster.version.release, 'flags', program);
      assert.equal(faultsInFlags(argv, names), [], `${one.title} ${program}`);
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
});

test('there is something to judge', () => {
  const programs = everyNode().flatMap((one) => configurationsOf(one).map(({ program }) => program));
  assert.equal([...new Set(programs)].sort(), ['kube-proxy', 'kubelet']);
  assert.ok(everyNode().every((one) => commandsOf(one).length > 0));
});

test.run();
