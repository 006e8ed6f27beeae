/** A machine after its boot against everything that its bundle says: each thing is a row, every difference a fault, none is let pass. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeMachine } from '../build.ts';
import type { Machine } from '../model/machine.ts';
import { formatInterfaceAddress } from '../shared/address.ts';
import { sha256 } from '../shared/digest.ts';
import type { BareBoot } from './bare.ts';
import { sysctlFile } from './body.ts';
import type { Change } from './changes.ts';
import { type Check, equal } from './check.ts';
import { run } from './command.ts';
import {
  accountChecks,
  directoryChecks,
  fileChecks,
  linkChecks,
  programChecks,
  textOf,
} from './compare-files.ts';
import { unitChecks } from './compare-units.ts';
import { type ExpectedProgram, expectedDirectories, expectedFiles, expectedPrograms } from './expected.ts';
import { type Explanation, exactly } from './habits.ts';
import { leftoverChecks } from './leftover.ts';
import type { ReadProgram } from './programs.ts';
import { type Report, unitOf } from './report.ts';
import { waitingUnits } from './waiting.ts';

export interface Booted {
  readonly planned: NodeMachine;
  /** What it was booted from; the machine's own root; what differs between them. */
  readonly image: string;
  readonly root: string;
  readonly changes: readonly Change[];
  readonly report: Report;
  readonly programs: ReadProgram;
  readonly inContainer: boolean;
  /** /etc/fstab before the first boot. */
  readonly fstab: string;
  /** Changes that this machine's own programs make. */
  readonly explanations: readonly Explanation[];
  /** The image without the bundle: what happens there too is no fault. */
  readonly bare?: BareBoot;
}

export function compare(booted: Booted): Check[] {
  const { planned, image, root, changes, report, inContainer, bare } = booted;
  const { machine, node } = planned;
  const programs = expectedPrograms(machine, booted.programs);
  const files = expectedFiles(machine, node.system.boots === 'ignition');
  return [
    ...fileChecks(root, files),
    ...programChecks(root, programs),
    ...directoryChecks(root, expectedDirectories(machine)),
    ...linkChecks(root, machine),
    ...accountChecks(root, bare?.root ?? image, machine, node.system.defaultUser),
    ...receiptChecks(root, machine, programs),
    ...keyChecks(root, planned),
    ...unitChecks(machine, report, inContainer),
    ...kernelChecks(booted),
    ...hostChecks(booted),
    ...networkChecks(booted),
    ...leftoverChecks(changes, image, machine, {
      explained: [...files, ...programs].map(({ path }) => path),
      explanations: [...booted.explanations, ...(bare ? [ofImage(bare)] : [])],
      defaultUser: node.system.defaultUser,
    }),
  ];
}

function ofImage({ changes }: BareBoot): Explanation {
  return { why: 'the image does so by itself', paths: changes.map(({ path }) => exactly(path)) };
}

/** A receipt names what was pinned and what lies there. */
function receiptChecks(root: string, machine: Machine, programs: readonly ExpectedProgram[]): Check[] {
  const contents = new Map(programs.map(({ path, bytes }) => [path, bytes]));
  return machine.placements.map(({ artifact, files }) => {
    const name = `/var/lib/nodeseed/receipts/${artifact.digest.replace(':', '-')}`;
    const receipt = textOf(root, name) ?? '';
    const digests = files.flatMap(({ target }) => {
      const bytes = contents.get(target);
      return bytes === undefined ? [] : [` ${sha256(bytes)} `];
    });
    const words = [`digest ${artifact.digest}\n`, ...digests, ...files.map(({ target }) => ` ${target}\n`)];
    return {
      kind: 'receipt',
      name: `${artifact.name} ${artifact.version}`,
      wanted: `${artifact.digest.slice(0, 19)}..., ${files.length} files`,
      faults: words.filter((word) => !receipt.includes(word)).map((word) => `lacks ${word.trim()}`),
    };
  });
}

/** These and no others, as lines of their own: nothing stands before a key that keeps people out. */
function keyChecks(root: string, { machine, node }: NodeMachine): Check[] {
  const place = node.system.boots === 'ignition' ? 'authorized_keys.d/ignition' : 'authorized_keys';
  return machine.authorizedKeys.map(({ user, keys }) => {
    const file = `${user === 'root' ? '/root' : `/home/${user}`}/.ssh/${place}`;
    const found = (textOf(root, file) ?? '')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const faults =
      found.join('\n') === keys.join('\n') ? [] : [`has ${found.join(', ')}, not ${keys.join(', ')}`];
    return { kind: 'ssh keys', name: file, wanted: `${keys.length} keys`, faults };
  });
}

function kernelChecks({ planned: { machine }, report, inContainer }: Booted): Check[] {
  const sysctls = Object.entries(machine.sysctls).map(([key, value]) =>
    equal('sysctl', key, report.sysctls.get(sysctlFile(key)), value),
  );
  const modules = machine.modules.map((name): Check => {
    const there = report.modules.has(name.replaceAll('-', '_'));
    const seen = { kind: 'module', name, wanted: 'loaded' };
    if (there || !inContainer) return { ...seen, faults: there ? [] : ['is not loaded'] };
    return { ...seen, faults: [], unseen: 'a container loads none' };
  });
  return [...sysctls, ...modules];
}

function hostChecks(booted: Booted): Check[] {
  const { planned, root, report, fstab, bare } = booted;
  const { machine, node } = planned;
  const trusted = machine.files
    .map(({ path }) => path)
    .filter((path) => path.startsWith(`${node.system.trust.directory}/`));
  return [
    ...stateChecks(booted),
    equal('host', 'unfinished jobs', report.jobs.join(', ') || 'none', 'none'),
    ...(machine.hostname === undefined ? [] : [equal('host', 'name', report.hostname, machine.hostname)]),
    equal(
      'host',
      'swap in /etc/fstab',
      textOf(root, '/etc/fstab') === wantedFstab(machine, fstab) ? machine.swap : 'otherwise',
      machine.swap,
    ),
    ...(machine.swap === 'off'
      ? [equal('host', 'swap in use', report.swaps.join(', ') || 'none', 'none')]
      : []),
    ...trusted.map((file) => equal('trust', file, trusts(root, file), 'OK')),
    ...(node.system.boots === 'cloud-init'
      ? [equal('host', 'cloud-init', cloudInitResult(root, bare), 'NoCloud without errors')]
      : []),
  ];
}

function stateChecks({ planned: { machine }, report, bare }: Booted): Check[] {
  const failing = new Set(bare?.report.failed.map(unitOf));
  const failed = report.failed.filter((line) => !failing.has(unitOf(line)));
  const asEver =
    // So it says as long as a unit waits for other machines, however well the rest is.
    (report.system === 'starting' && waitingUnits(machine).length > 0) ||
    (report.system === 'degraded' && report.failed.length > 0 && failed.length === 0);
  return [
    equal('host', 'state of the system', asEver ? 'running' : report.system, 'running'),
    equal('host', 'failed units', failed.join(', ') || 'none', 'none'),
  ];
}

/** Undefined where there was no such file. */
function wantedFstab({ swap }: Machine, before: string): string | undefined {
  if (before === '') return undefined;
  return swap === 'keep' ? before : before.replace(/^(?!#)\S+\s+\S+\s+swap\b/gm, '#$&');
}

/** By the store that programs look in, which finds an authority by the hash of its name. */
function trusts(root: string, file: string): string {
  const openssl = ['openssl', 'verify', '-no_check_time', '-CApath', '/etc/ssl/certs', file];
  const judged = run('chroot', [root, ...openssl]);
  return judged.stdout.trim() === `${file}: OK` ? 'OK' : judged.stderr.trim();
}

function cloudInitResult(root: string, bare: BareBoot | undefined): string {
  const result = textOf(root, cloudInitsResult);
  if (result === undefined) return 'not at its end';
  const known = new Set(bare ? complaints(bare.root) : []);
  const others = complaints(root).filter((one) => !known.has(one));
  const { v1 } = JSON.parse(result) as { v1: { datasource: string } };
  // Which seed it was stands in brackets.
  const source = v1.datasource.startsWith('DataSourceNoCloud') ? 'NoCloud' : v1.datasource;
  return others.length === 0 ? `${source} without errors` : others.join('\n');
}

const cloudInitsResult = '/var/lib/cloud/data/result.json';

/** Its exit code tells little: errors stand in its result, and what it could not make sense of in its log. */
function complaints(root: string): string[] {
  const { v1 } = JSON.parse(textOf(root, cloudInitsResult) ?? '{"v1":{"errors":[]}}') as {
    v1: { errors: string[] };
  };
  const log = (textOf(root, '/var/log/cloud-init.log') ?? '').split('\n');
  const bad = log.filter((line) =>
    /\[(WARNING|ERROR|CRITICAL)\]|Traceback|Unhandled non-multipart/.test(line),
  );
  return [...v1.errors, ...bad.map((line) => line.replace(/^[\d-]+ [\d:,]+ - /, ''))];
}

function networkChecks({ planned, report, image }: Booted): Check[] {
  const { node, machine } = planned;
  if (machine.network.interfaces.length === 0) return [];
  const has = (kind: string, found: readonly string[], wanted: readonly string[]): Check[] =>
    wanted.map((one) => ({
      kind,
      name: one,
      wanted: 'there',
      faults: found.includes(one) ? [] : ['the machine has none such'],
    }));
  // Without netplan, cloud-init before 23.1 makes the network ::/64 of a route to ::/0.
  const halfBlind =
    node.system.boots === 'cloud-init' && !existsSync(join(image, 'usr/sbin/netplan')) && oldCloudInit(image);
  const gateways = (node.network.gateways ?? []).filter((one) => !(halfBlind && one.includes(':')));
  return [
    ...has('address', report.addresses, node.addresses.map(formatInterfaceAddress)),
    ...has('gateway', report.gateways, gateways),
  ];
}

/** By the package's own name for its version: 22.4.2 is bookworm's. */
function oldCloudInit(image: string): boolean {
  return /^Package: cloud-init\n(?:.+\n)*?Version: 2[0-2]\./m.test(
    textOf(image, '/var/lib/dpkg/status') ?? '',
  );
}
