/** The table that `install.sh` reads: everything about one machine that the script is not told by files of the system's own. */
import type { Machine } from '../../model/machine.ts';
import { accountRecords } from './accounts.ts';
import { artifactRecords } from './artifacts.ts';
import { clockRecords, knownSystem } from './clock.ts';
import { ownerRecords } from './folders.ts';
import { kernelRecords } from './kernel.ts';
import { record } from './record.ts';
import { unitRecords } from './units.ts';
import { watcher } from './watch.ts';

/** Limits of the installer, in seconds but for `rounds`. */
export interface InstallerSettings {
  /** How often all sources of an artifact are tried before it counts as failed. */
  readonly rounds: number;
  /** Between the first two rounds; doubled each time, up to the limit. */
  readonly pause: number;
  readonly pauseLimit: number;
  /** For a connection that gives no answer. */
  readonly connectLimit: number;
  /** For one transfer as a whole. */
  readonly transferLimit: number;
  /** A folder on the machine with artifacts under the names of their digests; absent: only the installer's own. */
  readonly local?: string;
}

export const installerSettings: InstallerSettings = {
  rounds: 8,
  pause: 2,
  pauseLimit: 60,
  connectLimit: 30,
  transferLimit: 1800,
};

/** Throws a Bug for what a record cannot hold (NUL); what users write is checked long before. */
export function installTable(machine: Machine, settings: Partial<InstallerSettings> = {}): string {
  const watched = watcher(machine);
  const records = [
    'nodeseed-install 1',
    ...settingRecords({ ...installerSettings, ...settings }),
    ...clockRecords(machine, watched),
    ...trustRecords(machine),
    ...accountRecords(machine),
    ...ownerRecords(machine),
    ...machine.packages.remove.map((name) => record('remove', name)),
    ...machine.packages.install.map((name) => record('install', name)),
    ...kernelRecords(machine),
    ...machine.preinstalled.map(({ path }) => record('program', path)),
    ...artifactRecords(machine),
    ...unitRecords(machine, watched),
    'end',
  ];
  return records.map((line) => `${line}\n`).join('');
}

function settingRecords(settings: InstallerSettings): string[] {
  const { rounds, pause, pauseLimit, connectLimit, transferLimit, local } = settings;
  const limits = {
    rounds,
    pause,
    'pause-limit': pauseLimit,
    'connect-limit': connectLimit,
    'transfer-limit': transferLimit,
  };
  return [
    ...Object.entries(limits).map(([name, value]) => record('setting', name, String(value))),
    ...(local === undefined ? [] : [record('setting', 'local', local)]),
  ];
}

/** Authorities lie where the system's own tool collects them. */
function trustRecords(machine: Machine): string[] {
  const { directory } = knownSystem(machine).trust;
  const files = machine.files.map(({ path }) => path).filter((path) => path.startsWith(`${directory}/`));
  return files.length === 0 ? [] : [record('trust', ...files)];
}
