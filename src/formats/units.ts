/** A machine's units as the files they are on a disk. */
import { type Content, publicContent } from '../model/content.ts';
import type { Machine, Unit } from '../model/machine.ts';
import { unitDirectory } from './paths.ts';

/** The one unit that renderings enable and start; it enables and starts all others. */
export const installerUnit = 'nodeseed-install.service';

export interface UnitFile {
  readonly path: string;
  readonly content: Content<'public'>;
}

/** Unit files and drop-ins. A masked unit's place is taken by a link to /dev/null, so its text has none. */
export function unitFiles(machine: Machine): UnitFile[] {
  return machine.units.flatMap((unit) => [...unitFile(unit), ...dropInFiles(unit)]);
}

function unitFile({ name, state, text }: Unit): UnitFile[] {
  if (text === undefined || state === 'masked') return [];
  return [{ path: `${unitDirectory}/${name}`, content: publicContent(text) }];
}

function dropInFiles(unit: Unit): UnitFile[] {
  return unit.dropIns.map(({ name, text }) => ({
    path: `${unitDirectory}/${unit.name}.d/${name}`,
    content: publicContent(text),
  }));
}

export function maskedUnits(machine: Machine): string[] {
  return machine.units.filter(({ state }) => state === 'masked').map(({ name }) => name);
}
