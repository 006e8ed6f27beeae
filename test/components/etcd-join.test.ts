/** An etcd joins a cluster that runs already: the script with a stand-in for etcdctl, in every shell, and what it is given. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { joinScript } from '../../src/components/etcd/script.ts';
import type { Machine } from '../../src/model/machine.ts';
import { available, run } from '../support/judges.ts';
import { argvOf, hasFile, textAt, unitOf } from '../support/machine-parts.ts';
import { machinesFrom } from '../support/profile.ts';
import { ownControlPlane } from './support/profiles.ts';

const stub = readFileSync(fileURLToPath(new URL('support/etcdctl.sh', import.meta.url)), 'utf8');
const founder = 'a1, started, cp-1, https://10.0.1.11:2380, https://10.0.1.11:2379, false';
const peer = 'https://10.0.1.14:2380';
const learner = `9f, started, cp-4, ${peer}, https://10.0.1.14:2379, true`;

class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'nodeseed-etcd-'));

  constructor(members: readonly string[], before: readonly string[] = []) {
    writeFileSync(join(this.folder, 'join.sh'), joinScript);
    writeFileSync(join(this.folder, 'etcdctl'), stub);
    chmodSync(join(this.folder, 'etcdctl'), 0o755);
    this.members(members);
    const rows = [
      'name cp-4',
      `peer ${peer}`,
      `data ${this.folder}/a folder`,
      `etcdctl ${this.folder}/etcdctl`,
      'endpoints https://10.0.1.11:2379',
      'cacert /ca.crt',
      'cert /client.crt',
      'key /client.key',
      ...before.map((url) => `before ${url}`),
    ];
    writeFileSync(join(this.folder, 'table'), rows.map((row) => `${row}\n`).join(''));
  }

  members(lines: readonly string[]): void {
    writeFileSync(join(this.folder, 'members'), lines.map((line) => `${line}\n`).join(''));
  }

  fail(times: number): void {
    writeFileSync(join(this.folder, `fail-${times}`), '');
  }

  run(shell: readonly string[], action: string): { status: number | null; lines: string[] } {
    const [program = '', ...args] = shell;
    const env = { ...process.env, STUB: this.folder, NODESEED_LIMIT: '2', NODESEED_PAUSE: '1' };
    const done = run(program, [...args, join(this.folder, 'join.sh'), action, join(this.folder, 'table')], {
      env,
    });
    assert.is(done.stderr, '');
    return { status: done.status, lines: done.stdout.split('\n').slice(0, -1) };
  }

  calls(): string[] {
    try {
      return readFileSync(join(this.folder, 'calls'), 'utf8').split('\n').slice(0, -1);
    } catch {
      return [];
    }
  }

  done(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const shells: Readonly<Record<string, readonly string[]>> = {
  dash: ['dash'],
  busybox: ['busybox', 'sh'],
  bash: ['bash', '--posix'],
};

for (const [name, shell] of Object.entries(shells)) {
  if (!available(shell[0] ?? '', name)) continue;
  const inShell = (what: string, bench: () => Bench, body: (bench: Bench) => void) =>
    test(`${name}: ${what}`, () => {
      const made = bench();
      body(made);
      made.done();
    });

  inShell(
    'a newcomer is added once, as a learner, with the client certificate',
    () => new Bench([founder]),
    (bench) => {
      assert.equal(bench.run(shell, 'add'), { status: 0, lines: ['cp-4 is added as a learner'] });
      const [list = '', add = ''] = bench.calls();
      assert.match(
        list,
        '--endpoints=https://10.0.1.11:2379 --cacert=/ca.crt --cert=/client.crt --key=/client.key',
      );
      assert.ok(add.endsWith(`member add cp-4 --learner --peer-urls=${peer}`));
      assert.equal(bench.run(shell, 'add'), { status: 0, lines: ['cp-4 is a member already'] });
      assert.is(bench.calls().length, 3);
    },
  );

  inShell(
    'one with data asks nobody; a folder that etcd made before it was refused is no data',
    () => new Bench([founder]),
    (bench) => {
      mkdirSync(join(bench.folder, 'a folder/member/snap'), { recursive: true });
      mkdirSync(join(bench.folder, 'a folder/member/wal'));
      assert.equal(bench.run(shell, 'add').lines, ['cp-4 is added as a learner']);
      writeFileSync(join(bench.folder, 'a folder/member/wal/0000000000000000-0000000000000000.wal'), '');
      const asked = bench.calls().length;
      assert.equal(bench.run(shell, 'add'), { status: 0, lines: ['cp-4 has its data: nothing to join'] });
      assert.is(bench.calls().length, asked);
    },
  );

  inShell(
    'one whose data is lost is told how to go on',
    () => new Bench([founder, learner]),
    (bench) => {
      const { status, lines } = bench.run(shell, 'add');
      assert.is(status, 0);
      assert.match(lines.join(), 'etcdctl member remove 9f');
      assert.is(bench.calls().filter((call) => call.includes('member add')).length, 0);
    },
  );

  inShell(
    'a cluster that does not answer yet is waited for',
    () => new Bench([founder]),
    (bench) => {
      bench.fail(2);
      const { status, lines } = bench.run(shell, 'add');
      assert.is(status, 0);
      assert.equal(lines, ['waiting: Error: context deadline exceeded', 'cp-4 is added as a learner']);
    },
  );

  inShell(
    'but not for ever',
    () => new Bench([founder]),
    (bench) => {
      bench.fail(99);
      const { status, lines } = bench.run(shell, 'add');
      assert.is(status, 1);
      assert.is(lines.at(-1), 'FAILED: Error: context deadline exceeded');
    },
  );

  inShell(
    'who joins earlier is waited for until it votes',
    () => new Bench([founder], ['https://10.0.1.13:2380']),
    (bench) => {
      const earlier = 'b2, started, cp-3, https://10.0.1.13:2380, https://10.0.1.13:2379';
      assert.is(bench.run(shell, 'add').status, 1);
      bench.members([founder, `${earlier}, true`]);
      assert.is(bench.run(shell, 'add').lines.at(-1), 'FAILED: https://10.0.1.13:2380 is no voter yet');
      bench.members([founder, `${earlier}, false`]);
      assert.is(bench.run(shell, 'add').status, 0);
    },
  );

  inShell(
    'a learner that has started is promoted, a voter is left alone',
    () => new Bench([founder, learner]),
    (bench) => {
      assert.equal(bench.run(shell, 'promote'), { status: 0, lines: ['cp-4 is promoted to a voter'] });
      assert.ok(bench.calls().at(-1)?.endsWith('member promote 9f'));
      assert.equal(bench.run(shell, 'promote'), { status: 0, lines: ['cp-4 is a voter'] });
    },
  );

  inShell(
    'one that has not started is not promoted',
    () => new Bench([founder, `9f, unstarted, , ${peer}, , true`]),
    (bench) => {
      const { status, lines } = bench.run(shell, 'promote');
      assert.is(status, 1);
      assert.is(lines.at(-1), 'FAILED: cp-4 has not started');
      bench.members([founder]);
      assert.is(bench.run(shell, 'promote').lines.at(-1), 'FAILED: cp-4 is no member');
    },
  );

  inShell(
    'an action that is none is refused',
    () => new Bench([founder]),
    (bench) => assert.is(bench.run(shell, 'leave').status, 2),
  );
}

if (available('shellcheck', 'shellcheck')) {
  test('shellcheck has nothing to say', () => {
    const done = run('shellcheck', ['--shell=sh', '-'], { input: joinScript });
    assert.is(done.status, 0, done.stdout);
  });
}

const joining = { etcd: { join: 'existing' } };
function cluster(controlPlane: object, more: object = {}): Map<string, Machine> {
  const text = ownControlPlane({
    controlPlane,
    pools: [
      {
        name: 'control',
        role: 'control-plane',
        os: 'debian-13',
        nodes: [
          { name: 'cp-1', address: '10.0.1.11/24' },
          { name: 'cp-2', address: '10.0.1.12/24', ...joining },
          { name: 'cp-3', address: '10.0.1.13/24', ...joining },
        ],
      },
    ],
    ...more,
  });
  return new Map(machinesFrom(text).machines.map(({ node, machine }) => [node.name, machine]));
}
const machineOf = (machines: ReadonlyMap<string, Machine>, name: string) => {
  const machine = machines.get(name);
  if (!machine) throw new Error(`no machine ${name}`);
  return machine;
};
const table = '/etc/nodeseed/etcd-join.table';

test('a founder gets none of it, a newcomer is told of the founders and of who joins before it', () => {
  const machines = cluster({ run: 'systemd' });
  assert.not.ok(hasFile(machineOf(machines, 'cp-1'), table));
  assert.is(
    textAt(machineOf(machines, 'cp-3'), table),
    [
      'name cp-3',
      'peer https://10.0.1.13:2380',
      'data /var/lib/etcd',
      'etcdctl /usr/local/bin/etcdctl',
      'endpoints https://10.0.1.11:2379,https://10.0.1.12:2379',
      'cacert /etc/kubernetes/pki/etcd/ca.crt',
      'cert /etc/kubernetes/pki/etcd/healthcheck-client.crt',
      'key /etc/kubernetes/pki/etcd/healthcheck-client.key',
      'before https://10.0.1.12:2380',
      '',
    ].join('\n'),
  );
  const initial = (name: string) =>
    argvOf(machineOf(machines, name), 'etcd.service')
      .find((arg) => arg.startsWith('--initial-cluster='))
      ?.replace('--initial-cluster=', '');
  assert.is(initial('cp-1'), 'cp-1=https://10.0.1.11:2380');
  assert.is(initial('cp-2'), 'cp-1=https://10.0.1.11:2380,cp-2=https://10.0.1.12:2380');
  assert.match(initial('cp-3') ?? '', /cp-2=.*cp-3=/);
});

test('it runs before etcd, or before the kubelet that starts etcd', () => {
  for (const [run_, starter] of [
    ['systemd', 'etcd.service'],
    ['static-pods', 'kubelet.service'],
  ] as const) {
    const machine = machineOf(cluster({ run: run_ }), 'cp-2');
    const text = unitOf(machine, 'nodeseed-etcd-join.service').text ?? '';
    assert.match(text, `Before=${starter}\n`);
    assert.match(text, 'ExecStart=/bin/sh /etc/nodeseed/etcd-join.sh add\n');
    const dropIn = unitOf(machine, starter).dropIns.find(({ name }) => name === '20-etcd-join.conf');
    assert.match(dropIn?.text ?? '', 'After=nodeseed-etcd-join.service');
    assert.match(unitOf(machine, 'nodeseed-etcd-promote.service').text ?? '', 'etcd-join.sh promote\n');
    assert.ok(
      machine.placements.some(({ files }) => files.some(({ target }) => target === '/usr/local/bin/etcdctl')),
    );
  }
});

test.run();
