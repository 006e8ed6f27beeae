/** Every path of a machine has one owner, and none lies below what is no folder. */
import type { Machine, Origin, Unit } from '../model/machine.ts';
import { type Fault, InputError } from '../shared/fault.ts';
import { installerTimer, installerUnit, unitDirectory, withoutVarLinks } from './install/paths.ts';

interface Place {
  readonly path: string;
  readonly origin: Origin;
  readonly folder: boolean;
}

/** Of the whole machine, its installer included. Throws InputError at the profile's lines that want one place for two things. */
export function checkPaths(machine: Machine): void {
  const places = placesOf(machine);
  const owners = new Map<string, Place>();
  const faults: Fault[] = [];
  for (const place of places) {
    const before = owners.get(physical(place.path));
    if (before === undefined) owners.set(physical(place.path), place);
    else if (!before.folder || !place.folder) faults.push(twoOwners(before, place));
  }
  for (const place of owners.values()) {
    const above = parentsOf(physical(place.path)).flatMap((path) => owners.get(path) ?? []);
    const file = above.find(({ folder }) => !folder);
    if (file) faults.push(underFile(place, file));
  }
  if (faults.length > 0) throw new InputError(faults);
}

/** Units that the installer is made of: whoever changes them keeps the machine from being set up. */
export function checkInstallerUnits(units: readonly Unit[]): void {
  const taken = units.filter(({ name }) => name === installerUnit || name === installerTimer);
  if (taken.length === 0) return;
  throw new InputError(
    taken.map(({ name, origin }) => ({
      code: 'path-two-owners',
      message: `${name} is the first-boot installer's own`,
      expected: 'a unit of another name',
      path: origin.path,
    })),
  );
}

function placesOf(machine: Machine): Place[] {
  const file = { folder: false };
  return [
    ...machine.directories.map(({ path, origin }) => ({ path, origin, folder: true })),
    ...machine.files.map(({ path, origin }) => ({ path, origin, ...file })),
    ...machine.units.flatMap(unitPlaces),
    ...machine.placements.flatMap(({ files, origin }) =>
      files.map(({ target }) => ({ path: target, origin, ...file })),
    ),
    ...machine.links.map(({ path, origin }) => ({ path, origin, ...file })),
  ];
}

function unitPlaces({ name, state, text, dropIns, origin }: Unit): Place[] {
  const path = `${unitDirectory}/${name}`;
  const own = text !== undefined || state === 'masked' ? [{ path, origin, folder: false }] : [];
  return [
    ...own,
    ...dropIns.map((dropIn) => ({ path: `${path}.d/${dropIn.name}`, origin: dropIn.origin, folder: false })),
  ];
}

/** Where a path is on a root whose /usr is merged; /var/run and /var/lock are links everywhere. */
function physical(path: string): string {
  return withoutVarLinks(path).replace(/^\/(?=(?:bin|sbin|lib|lib32|lib64|libx32)(?:\/|$))/, '/usr/');
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}`);
}

function twoOwners(before: Place, later: Place): Fault {
  const alias = before.path === later.path ? '' : ` (which is ${before.path})`;
  return {
    code: 'path-two-owners',
    message: `${later.path}${alias} is written by ${before.origin.component} and by ${later.origin.component}`,
    expected: 'one owner of a path',
    path: [before, later].find(isUsers)?.origin.path ?? later.origin.path,
  };
}

function underFile(place: Place, file: Place): Fault {
  return {
    code: 'path-under-file',
    message: `${place.path} lies below ${file.path}, which is no directory`,
    expected: 'another path',
    path: (isUsers(place) ? place : file).origin.path,
  };
}

/** What the profile gives a path of its own can be given another one. */
function isUsers({ origin }: Place): boolean {
  return origin.component === 'host';
}
