/**
 * Debian's etcd, really started from the generated units on machines of a network of their own: three founders, who write and
 * read with the API server's certificate; a fourth that another authority vouches for, who is turned away; and the same one
 * with its own certificates, who joins by the generated scripts.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { machinesOf } from '../../src/build.ts';
import type { Machine } from '../../src/model/machine.ts';
import { createSecrets } from '../../src/secrets/create.ts';
import { requiredSecrets } from '../../src/secrets/required.ts';
import { fakeRandom } from '../pki/support.ts';
import { available, missing, type Ran, run } from '../support/judges.ts';
import { argvOf, flagsOf } from '../support/machine-parts.ts';
import { minimalProfile, profileFrom } from '../support/profile.ts';
import { Lab, type LabMachine, type Service, until } from './support/lab.ts';

const pki = '/etc/kubernetes/pki';
const member = (number: number, more: object = {}) => ({
  name: `cp-${number}`,
  address: `10.9.0.${number}/24`,
  ...more,
});
/** Of a Kubernetes that goes with etcd 3.4, as Debian has it. */
const profile = profileFrom(
  minimalProfile({
    kubernetesVersion: 'v1.21.0',
    containerRuntime: { version: 'v1.7.34' },
    binaries: { runc: { version: 'v1.4.3' }, cniPlugins: { version: 'v1.9.1' } },
    controlPlane: { run: 'systemd' },
    networking: { podSubnet: '10.244.0.0/16' },
    pools: [
      {
        name: 'control',
        role: 'control-plane',
        os: 'debian-12',
        nodes: [member(1), member(2), member(3), member(4, { etcd: { join: 'existing' } })],
      },
    ],
  }),
);

/** etcd goes by the clock. */
const now = `${new Date().toISOString().slice(0, 19)}Z`;

/** The machines with everything secret from that source. */
function machinesBy(authority: string): readonly Machine[] {
  const secrets = createSecrets(requiredSecrets(profile), { issuedAt: now, random: fakeRandom(authority) });
  return machinesOf(profile, secrets).machines.map(({ machine }) => machine);
}

const machines = machinesBy('ours');

const nameOf = (machine: Machine) => flagsOf(machine, 'etcd.service')['name'] ?? '';

function machineOfFour(all: readonly Machine[]): Machine {
  const four = all.at(3);
  if (!four) throw new Error('there are four machines');
  return four;
}

/** A machine of the lab, with what is to be run on it. */
class Member {
  readonly #machine: Machine;
  readonly #lab: LabMachine;

  constructor(lab: Lab, machine: Machine) {
    const [etcd = ''] = argvOf(machine, 'etcd.service');
    const programs = { [etcd]: '/usr/bin/etcd', [`${etcd}ctl`]: '/usr/bin/etcdctl' };
    const address = new URL(flagsOf(machine, 'etcd.service')['advertise-client-urls'] ?? '').hostname;
    this.#machine = machine;
    this.#lab = lab.machine(nameOf(machine), [`${address}/24`], machine.files, programs);
    this.url = `https://${address}:2379`;
  }

  readonly url: string;

  start(): Service {
    return this.#lab.start(argvOf(this.#machine, 'etcd.service'));
  }

  /** What a oneshot of this machine does; with a limit of 0 seconds it tries once. */
  oneshot(name: string, limit = 60): Ran {
    const env = { NODESEED_LIMIT: String(limit), NODESEED_PAUSE: '1' };
    return this.#lab.run(argvOf(this.#machine, `${name}.service`), env);
  }

  /** As the API server of this machine asks, of etcd on that one. */
  ask(of: Member, ...args: readonly string[]): Ran {
    const flags = flagsOf(this.#machine, 'kube-apiserver.service');
    const [cacert, cert, key] = ['etcd-cafile', 'etcd-certfile', 'etcd-keyfile'].map(
      (name) => flags[name] ?? '',
    );
    return this.#etcdctl([
      `--endpoints=${of.url}`,
      `--cacert=${cacert}`,
      `--cert=${cert}`,
      `--key=${key}`,
      ...args,
    ]);
  }

  /** As somebody does who only trusts the authority. */
  askWithoutCertificate(of: Member, ...args: readonly string[]): Ran {
    return this.#etcdctl([`--endpoints=${of.url}`, `--cacert=${pki}/etcd/ca.crt`, ...args]);
  }

  /** Puts other files of etcd's and its clients' certificates and keys there; the authority that it trusts stays. */
  takeCertificatesOf(machine: Machine): void {
    const isIdentity = (path: string) =>
      /\/pki\/(?:etcd\/(?:server|peer|healthcheck-client)|apiserver-etcd-client)\.(?:crt|key)$/.test(path);
    const files = machine.files.filter(({ path }) => isIdentity(path));
    assert.is(files.length, 8);
    this.#lab.write(files);
  }

  #etcdctl(args: readonly string[]): Ran {
    const [etcd = ''] = argvOf(this.#machine, 'etcd.service');
    return this.#lab.run([`${etcd}ctl`, '--dial-timeout=3s', '--command-timeout=3s', ...args]);
  }
}

const last = ({ stdout }: Ran): string => stdout.trimEnd().split('\n').at(-1) ?? '';

/** Until a write through this member is answered, which takes a leader. */
async function serving(one: Member, service: Service): Promise<void> {
  let said = '';
  const isHealthy = () => {
    const { status, stderr } = one.ask(one, 'endpoint', 'health');
    said = stderr;
    if (service.ended) throw new Error(`etcd at ${one.url} has ended: ${service.log.slice(-2000)}`);
    return status === 0 ? true : undefined;
  };
  await until(60, isHealthy, () => `${said}\n${service.log.slice(-2000)}`);
}

function canSeparate(): boolean {
  const command = ['--mount', '--net', '--pid', '--fork', 'ip', 'link', 'add', 'lan', 'type', 'bridge'];
  const works = run('unshare', command).status === 0;
  if (!works) missing('namespaces and a bridge for machines of a test cannot be made here (needs root)');
  return works;
}

if (available('etcd', 'etcd-server')) {
  test('every flag of etcd is one that this etcd has', () => {
    const { stdout, stderr } = run('etcd', ['--help']);
    const known = new Set((stdout + stderr).match(/(?<=^\s+--)[a-z0-9-]+/gm));
    assert.ok(known.size > 50, `${known.size} flags in the help`);
    for (const machine of machines) {
      const unknown = Object.keys(flagsOf(machine, 'etcd.service')).filter((name) => !known.has(name));
      assert.equal(unknown, [], nameOf(machine));
    }
  });
}

if (
  available('etcd', 'etcd-server') &&
  available('etcdctl', 'etcd-client') &&
  available('ip', 'iproute2') &&
  canSeparate()
) {
  test('three founders, one who is turned away, and a fourth member', async () => {
    const lab = await Lab.open();
    try {
      const [one, two, three, four] = machines.map((machine) => new Member(lab, machine));
      if (!one || !two || !three || !four) throw new Error('four machines');
      const founders = [one, two, three];
      const services = founders.map((founder) => founder.start());
      for (const [index, founder] of founders.entries()) {
        const service = services[index];
        if (service) await serving(founder, service);
      }
      await writesAndReads(founders);
      await turnedAway(four, one, services);
      four.takeCertificatesOf(machineOfFour(machines));
      await joins(four, founders);
    } finally {
      await lab.close();
    }
  });
}

async function writesAndReads([one, two, three]: readonly Member[]): Promise<void> {
  if (!one || !two || !three) throw new Error('three founders');
  assert.is(one.ask(one, 'put', 'greeting', 'hello').stdout.trim(), 'OK');
  // Reads are linearizable: what has been written is there.
  for (const [asking, asked] of [
    [two, two],
    [three, three],
    [one, three],
  ] as const)
    assert.is(asking.ask(asked, 'get', 'greeting', '--print-value-only').stdout.trim(), 'hello');
  assert.equal(membersOf(one), ['cp-1 started voter', 'cp-2 started voter', 'cp-3 started voter']);
  const anonymous = two.askWithoutCertificate(one, 'get', 'greeting');
  assert.is.not(anonymous.status, 0);
  assert.not.match(anonymous.stdout, 'hello');
}

/** Everything but who has signed its certificates is right: its name, its addresses, and whom it trusts. */
async function turnedAway(stranger: Member, one: Member, services: readonly Service[]): Promise<void> {
  stranger.takeCertificatesOf(machineOfFour(machinesBy('somebody else')));

  const asked = stranger.ask(one, 'get', 'greeting');
  assert.is.not(asked.status, 0);
  assert.not.match(asked.stdout, 'hello');
  assert.match(last(stranger.oneshot('nodeseed-etcd-join', 0)), /^FAILED: /);
  assert.is(membersOf(one).length, 3);

  // Even once somebody has let it in by name.
  const added = one.ask(
    one,
    'member',
    'add',
    'cp-4',
    '--learner',
    `--peer-urls=${stranger.url.replace('2379', '2380')}`,
  );
  assert.is(added.status, 0, added.stderr);
  const service = stranger.start();
  await until(
    60,
    () => (service.ended ? true : undefined),
    () => service.log.slice(-2000),
  );
  assert.is.not(service.status, 0);
  assert.ok(membersOf(one).includes(' unstarted learner'), membersOf(one).join('\n'));
  const logs = services.map(({ log }) => log).join('');
  assert.match(logs, /rejected connection from "10\.9\.0\.4:\d+".*certificate signed by unknown authority/);
}

async function joins(four: Member, founders: readonly Member[]): Promise<void> {
  const [one] = founders;
  if (!one) throw new Error('a founder');
  // As its own script does it: let in anew.
  const id = /^([0-9a-f]+), unstarted/m.exec(one.ask(one, 'member', 'list').stdout)?.[1] ?? '';
  assert.is(one.ask(one, 'member', 'remove', id).status, 0);
  assert.is(last(four.oneshot('nodeseed-etcd-join')), 'cp-4 is added as a learner');
  assert.is(last(four.oneshot('nodeseed-etcd-join')), 'cp-4 is a member already');
  const service = four.start();
  const isStarted = () => membersOf(one).includes('cp-4 started learner') || undefined;
  await until(60, isStarted, () => service.log.slice(-2000));
  assert.is(last(four.oneshot('nodeseed-etcd-promote')), 'cp-4 is promoted to a voter');
  await serving(four, service);
  assert.equal(
    membersOf(four).sort(),
    ['cp-1', 'cp-2', 'cp-3', 'cp-4'].map((name) => `${name} started voter`),
  );
  assert.is(four.ask(four, 'get', 'greeting', '--print-value-only').stdout.trim(), 'hello');
  assert.is(four.ask(four, 'put', 'answer', 'welcome').stdout.trim(), 'OK');
  assert.is(one.ask(one, 'get', 'answer', '--print-value-only').stdout.trim(), 'welcome');
}

/** NAME STATUS ROLE; one that has never started has no name yet. */
function membersOf(one: Member): string[] {
  const { status, stdout, stderr } = one.ask(one, 'member', 'list');
  if (status !== 0) throw new Error(stderr);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(', '));
  return lines
    .map(([, state, name, , , learns]) => `${name} ${state} ${learns === 'true' ? 'learner' : 'voter'}`)
    .sort();
}

test.run();
