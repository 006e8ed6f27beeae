/** Real etcds: a founder alone, then two newcomers, each by the generated flags, certificates, table and script. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { available, run } from '../support/judges.ts';
import { argvOf, textAt } from '../support/machine-parts.ts';
import { machinesFrom, minimalProfile } from '../support/profile.ts';

const joining = { etcd: { join: 'existing' } };
const profile = minimalProfile({
  kubernetesVersion: 'v1.36.2',
  controlPlane: { run: 'systemd' },
  networking: { podSubnet: '10.244.0.0/16' },
  pools: [
    {
      name: 'etcd',
      role: 'control-plane',
      os: 'debian-13',
      nodes: [
        { name: 'one', address: '127.9.0.11/24' },
        { name: 'two', address: '127.9.0.12/24', ...joining },
        { name: 'three', address: '127.9.0.13/24', ...joining },
      ],
    },
  ],
});

/** A machine's part of the disk, and its etcd. */
class Member {
  readonly root: string;
  readonly #machine: Machine;
  readonly #address: string;
  #etcd: ChildProcess | undefined;
  #log = '';

  constructor(root: string, machine: Machine, address: string) {
    this.root = root;
    this.#machine = machine;
    this.#address = address;
    for (const { path, content } of machine.files) {
      if (!/^\/etc\/(kubernetes\/pki\/etcd|nodeseed)\//.test(path)) continue;
      mkdirSync(dirname(root + path), { recursive: true });
      writeFileSync(root + path, content.reveal(), { mode: 0o600 });
    }
    if (machine.files.some(({ path }) => path === '/etc/nodeseed/etcd-join.table'))
      writeFileSync(
        this.#at('/etc/nodeseed/etcd-join.table'),
        this.#here(textAt(machine, '/etc/nodeseed/etcd-join.table')).replace(
          /^etcdctl .*/m,
          'etcdctl etcdctl',
        ),
      );
  }

  #at(path: string): string {
    return this.root + path;
  }

  /** Places on the machine as places below its folder. */
  #here(text: string): string {
    return text.replaceAll(/\/(?=etc\/kubernetes|var\/lib\/etcd)/g, `${this.root}/`);
  }

  start(): void {
    // All of them share one loopback card here: what every machine listens on by itself is left out.
    const args = argvOf(this.#machine, 'etcd.service')
      .slice(1)
      .map((arg) =>
        this.#here(arg).replace('https://127.0.0.1:2379,', '').replace('127.0.0.1', this.#address),
      );
    mkdirSync(this.#at('/var/lib/etcd'), { recursive: true, mode: 0o700 });
    this.#etcd = spawn('etcd', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#etcd.stdout, this.#etcd.stderr])
      stream?.on('data', (chunk) => {
        this.#log += chunk;
      });
  }

  async stopped(): Promise<number | null> {
    const etcd = this.#etcd;
    if (!etcd) return null;
    while (etcd.exitCode === null && etcd.signalCode === null) await pause(50);
    return etcd.exitCode;
  }

  async ready(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (this.#log.includes('ready to serve client requests')) return;
      if (this.#etcd?.exitCode !== null) break;
      await pause(100);
    }
    throw new Error(`etcd at ${this.#address} is not ready: ${this.#log.slice(-2000)}`);
  }

  /** While the script runs the other etcds must be able to go on, but they are processes of their own. */
  script(action: 'add' | 'promote'): { status: number | null; last: string } {
    const env = { ...process.env, NODESEED_LIMIT: '30', NODESEED_PAUSE: '1' };
    const args = [this.#at('/etc/nodeseed/etcd-join.sh'), action, this.#at('/etc/nodeseed/etcd-join.table')];
    const done = run('sh', args, { env });
    return { status: done.status, last: done.stdout.trimEnd().split('\n').at(-1) ?? '' };
  }

  ask(...args: readonly string[]): string {
    const pki = this.#at('/etc/kubernetes/pki/etcd');
    const done = run('etcdctl', [
      `--endpoints=https://${this.#address}:2379`,
      `--cacert=${pki}/ca.crt`,
      `--cert=${pki}/healthcheck-client.crt`,
      `--key=${pki}/healthcheck-client.key`,
      ...args,
    ]);
    return done.stdout.trimEnd();
  }

  kill(): void {
    this.#etcd?.kill('SIGKILL');
  }
}

/** etcd goes by the clock: certificates are of today. */
const now = `${new Date().toISOString().slice(0, 19)}Z`;

if (available('etcd', 'etcd-server') && available('etcdctl', 'etcd-client')) {
  test('a founder, and two newcomers one after the other', async () => {
    const root = mkdtempSync(join(tmpdir(), 'nodeseed-etcd-'));
    const members = machinesFrom(profile, now).machines.map(
      ({ node, machine }) => new Member(join(root, node.name), machine, node.ips[0] ?? ''),
    );
    const [one, two, three] = members;
    if (!one || !two || !three) throw new Error('three members');
    try {
      one.start();
      await one.ready();
      one.ask('put', 'greeting', 'hello');

      // Before it is a member it does not run, and what it leaves behind is not taken for data.
      two.start();
      assert.is.not(await two.stopped(), 0);
      assert.equal(two.script('add'), { status: 0, last: 'two is added as a learner' });
      assert.equal(two.script('add'), { status: 0, last: 'two is a member already' });
      two.start();
      await two.ready();
      assert.equal(two.script('add'), { status: 0, last: 'two has its data: nothing to join' });
      assert.equal(two.script('promote'), { status: 0, last: 'two is promoted to a voter' });
      assert.equal(two.script('promote'), { status: 0, last: 'two is a voter' });

      assert.is(three.script('add').status, 0);
      three.start();
      await three.ready();
      assert.is(three.script('promote').status, 0);

      const lines = one.ask('member', 'list').split('\n');
      assert.is(lines.length, 3);
      assert.ok(
        lines.every((line) => line.includes(', started, ') && line.endsWith(', false')),
        lines.join('\n'),
      );
      assert.is(three.ask('get', 'greeting', '--print-value-only'), 'hello');
    } finally {
      for (const member of members) member.kill();
      rmSync(root, { recursive: true, force: true });
    }
  });
}

test.run();
