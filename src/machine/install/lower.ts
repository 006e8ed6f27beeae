/** What of a machine is a file on every system, made so once for all renderings. */
import { publicContent } from '../../model/content.ts';
import type { Directory, File, Machine, Unit } from '../../model/machine.ts';
import { sysusers } from './accounts.ts';
import { storedFiles, tmpfiles } from './folders.ts';
import { modulesLoad, sysctlFile } from './kernel.ts';
import { installerOrigin, scriptPath, statePath, tablePath } from './paths.ts';
import { repositoryFiles } from './repositories.ts';
import { installScript } from './script.ts';
import { type InstallerSettings, installTable } from './table.ts';
import { installerUnits } from './units.ts';

export interface InstallerParts {
  readonly files: readonly File[];
  readonly directories: readonly Directory[];
  /** New ones, and for units that the machine has already an entry with the one drop-in to add. */
  readonly units: readonly Unit[];
}

const root = { user: 'root', group: 'root', origin: installerOrigin } as const;

/** Everything the installer adds to a machine that is merged otherwise. */
export function installerParts(machine: Machine, settings: Partial<InstallerSettings> = {}): InstallerParts {
  const directories: Directory[] = [
    { ...root, path: '/etc/nodeseed', mode: 0o755 },
    { ...root, path: statePath, mode: 0o700 },
  ];
  const stored = [...storedFiles(machine), ...repositoryFiles(machine)];
  const units = installerUnits(machine);
  const whole: Machine = {
    ...machine,
    files: [...machine.files, ...stored],
    directories: [...directories, ...machine.directories],
    units: mergedUnits(machine.units, units),
  };
  const files = [
    textFile('/etc/sysusers.d/nodeseed.conf', sysusers(whole)),
    textFile('/etc/tmpfiles.d/nodeseed.conf', tmpfiles(whole)),
    textFile('/etc/sysctl.d/90-nodeseed.conf', sysctlFile(whole)),
    textFile('/etc/modules-load.d/nodeseed.conf', modulesLoad(whole)),
  ].filter(({ content }) => content.size > 0);
  return {
    // An address may have a password in it.
    files: [
      ...stored,
      ...files,
      textFile(scriptPath, installScript, 0o755),
      textFile(tablePath, installTable(whole, settings), 0o600),
    ],
    directories,
    units,
  };
}

/** The machine with the installer in it: nothing is left to be made of it but one rendering or the other. */
export function withInstaller(machine: Machine, settings: Partial<InstallerSettings> = {}): Machine {
  const parts = installerParts(machine, settings);
  return {
    ...machine,
    files: sortedBy([...machine.files, ...parts.files], ({ path }) => path),
    directories: sortedBy([...machine.directories, ...parts.directories], ({ path }) => path),
    units: mergedUnits(machine.units, parts.units),
  };
}

function textFile(path: string, text: string, mode = 0o644): File {
  return { ...root, path, mode, content: publicContent(text) };
}

/** Drop-ins of a unit that is there already are added to its own. */
function mergedUnits(units: readonly Unit[], added: readonly Unit[]): Unit[] {
  const byName = new Map(units.map((unit) => [unit.name, unit]));
  for (const unit of added) {
    const before = byName.get(unit.name);
    const dropIns = sortedBy([...(before?.dropIns ?? []), ...unit.dropIns], ({ name }) => name);
    byName.set(unit.name, { ...(before ?? unit), dropIns });
  }
  return sortedBy([...byName.values()], ({ name }) => name);
}

/** By code points, as everywhere in a machine. */
function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
