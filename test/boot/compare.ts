/** A machine after its boot against everything that its bundle says: every difference is a line, none is let pass. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeMachine } from '../../src/build.ts';
import type { Machine } from '../../src/model/machine.ts';
import { formatInterfaceAddress } from '../../src/shared/address.ts';
import { run } from '../support/judges.ts';
import { swapLine } from './body.ts';
import { accountFaults, directoryFaults, fileFaults, linkFaults } from './compare-files.ts';
import { unitFaults } from './compare-units.ts';
import { expectedDirectories, expectedFiles, expectedPrograms } from './expected.ts';
import { leftovers } from './leftover.ts';
import type { Report } from './report.ts';
import { digestOf, type Published } from './upstream.ts';
import type { Way } from './way.ts';

export interface Booted {
  readonly planned: NodeMachine;
  readonly way: Way;
  readonly image: string;
  readonly root: string;
  readonly changes: string;
  readonly report: Report;
  readonly published: readonly Published[];
}

export interface Verdict {
  readonly files: number;
  readonly units: number;
  readonly faults: readonly string[];
}

export function compare(booted: Booted): Verdict {
  const { planned, way, image, root, changes, report, published } = booted;
  const { machine, node } = planned;
  const programs = expectedPrograms(machine, published);
  const files = [...expectedFiles(machine, way), ...programs];
  const directories = expectedDirectories(machine);
  return {
    files: files.length + directories.length + machine.links.length,
    units: machine.units.length,
    faults: [
      ...fileFaults(root, files),
      ...directoryFaults(root, directories),
      ...linkFaults(root, machine),
      ...accountFaults(root, image, machine, node.system.defaultUser),
      ...receiptFaults(root, machine, new Map(programs.map(({ path, bytes }) => [path, bytes]))),
      ...keyFaults(root, machine, way),
      ...unitFaults(machine, report),
      ...hostFaults(booted),
      ...networkFaults(booted),
      ...leftovers(changes, image, machine, files),
    ],
  };
}

/** A receipt names what was pinned and what lies there. */
function receiptFaults(root: string, machine: Machine, programs: ReadonlyMap<string, Uint8Array>): string[] {
  return machine.placements.flatMap(({ artifact, files }) => {
    const receipt = readFileSync(
      join(root, 'var/lib/nodeseed/receipts', artifact.digest.replace(':', '-')),
      'utf8',
    );
    const digests = files.map(({ target }) => digestOf(programs.get(target) ?? '').slice('sha256:'.length));
    const words = [`digest ${artifact.digest}\n`, ...digests, ...files.map(({ target }) => ` ${target}\n`)];
    return words
      .filter((word) => !receipt.includes(word))
      .map((word) => `the receipt of ${artifact.name} lacks ${word.trim()}`);
  });
}

/** These and no others, as lines of their own: nothing stands before a key that keeps people out. */
function keyFaults(root: string, machine: Machine, way: Way): string[] {
  return machine.authorizedKeys.flatMap(({ user, keys }) => {
    const home = user === 'root' ? '/root' : `/home/${user}`;
    const file = `${home}/.ssh/${way === 'ignition' ? 'authorized_keys.d/ignition' : 'authorized_keys'}`;
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    const found = lines.filter((line) => line !== '' && !line.startsWith('#'));
    return found.join('\n') === keys.join('\n')
      ? []
      : [`${file} has ${found.join(', ')}, not ${keys.join(', ')}`];
  });
}

function hostFaults({ planned, root, report, way }: Booted): string[] {
  const { machine } = planned;
  const sysctls = Object.entries(machine.sysctls).map(
    ([key, value]) => [`/proc/sys/${key.replaceAll('.', '/')}`, value] as const,
  );
  const checks: readonly (readonly [what: string, found: unknown, wanted: unknown])[] = [
    ['the system', report.system, 'running'],
    ['failed units', report.failed.join(), ''],
    ['unfinished jobs', report.jobs.join(), ''],
    ['the host name', report.hostname, machine.hostname],
    [
      '/etc/fstab',
      readFileSync(join(root, 'etc/fstab'), 'utf8'),
      machine.swap === 'off' ? `#${swapLine}` : swapLine,
    ],
    ...sysctls.map(([file, value]) => [file, report.sysctls.get(file), value] as const),
    ...trustedFiles(planned).map((file) => [`trust in ${file}`, trusts(root, file), 'OK'] as const),
    ...(way === 'cloud-init'
      ? [['cloud-init', cloudInitResult(root), 'NoCloud without errors'] as const]
      : []),
  ];
  return checks
    .filter(([, found, wanted]) => found !== wanted)
    .map(([what, found, wanted]) => `${what}: ${found}, not ${wanted}`);
}

function trustedFiles({ machine, node }: NodeMachine): string[] {
  const folder = `${node.system.trust.directory}/`;
  return machine.files.map(({ path }) => path).filter((path) => path.startsWith(folder));
}

/** By the store that programs look in, which finds an authority by the hash of its name. */
function trusts(root: string, file: string): string {
  const judged = run('chroot', [
    root,
    'openssl',
    'verify',
    '-no_check_time',
    '-CApath',
    '/etc/ssl/certs',
    file,
  ]);
  return judged.stdout.trim() === `${file}: OK` ? 'OK' : judged.stderr.trim();
}

/** Its exit code tells little: errors stand here, and what it could not make sense of in its log. */
function cloudInitResult(root: string): string {
  const { v1 } = JSON.parse(readFileSync(join(root, 'var/lib/cloud/data/result.json'), 'utf8')) as {
    v1: { datasource: string; errors: string[] };
  };
  const log = readFileSync(join(root, 'var/log/cloud-init.log'), 'utf8').split('\n');
  const bad = log.filter((line) =>
    /\[(WARNING|ERROR|CRITICAL)\]|Traceback|Unhandled non-multipart/.test(line),
  );
  const source = v1.datasource.startsWith('DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud]')
    ? 'NoCloud'
    : v1.datasource;
  return v1.errors.length + bad.length === 0 ? `${source} without errors` : [...v1.errors, ...bad].join('\n');
}

function networkFaults({ planned, report, way, image }: Booted): string[] {
  const { node } = planned;
  const addresses = node.addresses.map(formatInterfaceAddress);
  // Without netplan, cloud-init before 23.1 makes the network ::/64 of a route to ::/0.
  const halfBlind = way === 'cloud-init' && image.includes('bookworm');
  const gateways = (node.network.gateways ?? []).filter((one) => !(halfBlind && one.includes(':')));
  return [
    ...addresses
      .filter((one) => !report.addresses.includes(one))
      .map((one) => `the machine has no address ${one}`),
    ...gateways
      .filter((one) => !report.gateways.includes(one))
      .map((one) => `the machine has no gateway ${one}`),
  ];
}
