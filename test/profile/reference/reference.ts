/** `profiles/README.md`: the introduction beside this file, then what the code knows, as tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { faultCodes } from '../../../src/shared/fault-codes.ts';
import { platformNames, platformRow } from '../../../src/upstream/platforms.ts';
import { systemNames, systemRow } from '../../../src/upstream/systems.ts';
import { kinds } from './kinds.ts';
import { sections } from './settings.ts';

const profiles = new URL('../../../profiles/', import.meta.url);
export const referenceFile = new URL('README.md', profiles);

export function reference(): string {
  const introduction = readFileSync(new URL('introduction.md', import.meta.url), 'utf8');
  const settings = sections().flatMap(({ title, rows }) => [
    `### ${title}\n`,
    table(
      ['setting', 'value', 'what it does'],
      rows.map(({ setting, kind, description }) => [`\`${setting}\``, kind, description]),
    ),
  ]);
  return [
    introduction.replace('PROFILES\n', shippedProfiles),
    `## Kinds of values\n\n${pairs(['value', 'form'], kinds)}`,
    '## Settings\n',
    ...settings,
    `## Operating systems\n\n${systemsTable()}`,
    `## Platforms\n\n${platformsTable()}`,
    '## Faults\n',
    'Each fault has a code; `check --json` prints it.\n',
    faultList(),
  ].join('\n');
}

/** The first sentence of the comment on top, below the line for editors. */
function shippedProfiles(): string {
  const names = readdirSync(profiles).filter((name) => name.endsWith('.yaml'));
  const rows = names.sort().map((name) => {
    const lines = readFileSync(new URL(name, profiles), 'utf8').split('\n').slice(1);
    const comment = lines.slice(
      0,
      lines.findIndex((line) => !line.startsWith('#')),
    );
    const text = comment
      .map((line) => line.slice(2))
      .join(' ')
      .trim();
    return [`[${name}](${name})`, text.replace(/\. [A-Z].*$/s, '.')];
  });
  return table(['profile', 'what it shows'], rows);
}

function systemsTable(): string {
  const head = [
    'os',
    'boots by',
    'packages',
    'programs',
    'cgroups',
    'containerd',
    'systemd',
    'time',
    'default user',
  ];
  const rows = systemNames.map((name) => {
    const system = systemRow(name);
    return [
      `\`${name}\``,
      system.ignition === undefined ? system.boots : `${system.boots}, up to ${system.ignition}`,
      system.packageManager ?? 'none',
      `\`${system.binaryDirectory}\``,
      system.cgroup,
      system.containerd?.release ?? 'no',
      String(system.systemd),
      system.timeService,
      system.defaultUser,
    ];
  });
  return table(head, rows);
}

function platformsTable(): string {
  const head = [
    'platform',
    'most user-data',
    'gzip reaches cloud-init as',
    'to be set beside it',
    'others can read it',
  ];
  const rows = platformNames.map((name) => {
    const { limit, gzip, beside, readByOthers } = platformRow(name);
    const most =
      limit && `${limit.bytes.toLocaleString('en')} bytes${limit.of === 'base64' ? ' of base64' : ''}`;
    return [
      `\`${name}\``,
      most ?? 'no limit',
      limit ? gzip : 'not compressed',
      beside === undefined ? '' : `\`${beside}\``,
      readByOthers ? 'yes' : 'no',
    ];
  });
  return table(head, rows);
}

/** By the first letter, one line each. */
function faultList(): string {
  const all = Object.entries(faultCodes).sort(([a], [b]) => (a < b ? -1 : 1));
  const letters = [...new Set(all.map(([code]) => code.charAt(0)))];
  const line = (letter: string) =>
    all.flatMap(([code, text]) => (code.startsWith(letter) ? `\`${code}\` (${text})` : [])).join(', ');
  return letters.map((letter) => `- ${line(letter)}\n`).join('');
}

/** Two to a line, read downwards. */
function pairs(head: readonly [string, string], all: readonly (readonly [string, string])[]): string {
  const half = Math.ceil(all.length / 2);
  const rows = all.slice(0, half).map((left, i) => [...left, ...(all[half + i] ?? ['', ''])]);
  return table([...head, ...head], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [line(head), `|${'---|'.repeat(head.length)}\n`, ...rows.map(line)].join('');
}
