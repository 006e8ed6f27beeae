/** Short ways to say what components say most often. */
import type { Content, SecretSecrecy } from '../model/content.ts';
import { isPublic, publicContent } from '../model/content.ts';
import type { Directory, File, Mode, Origin, SecretMode, Unit } from '../model/machine.ts';
import type { UnitPatch } from '../profile/schema/profile.ts';
import { renderUnit, type UnitSection, unitValue } from '../shared/unit-text.ts';

const root = { user: 'root', group: 'root' } as const;

export function textFile(path: string, text: string, origin: Origin, mode: Mode = 0o644): File {
  return { path, mode, ...root, content: publicContent(text), origin };
}

/** Content whose secrecy is known at run time only: 0600 when it is secret, 0644 when it is not. */
export function contentFile(
  path: string,
  content: Content,
  origin: Origin,
  secretMode: SecretMode = 0o600,
): File {
  if (isPublic(content)) return { path, mode: 0o644, ...root, content, origin };
  return { path, mode: secretMode, ...root, content: content as Content<SecretSecrecy>, origin };
}

export function directory(path: string, origin: Origin, mode: Mode = 0o755): Directory {
  return { path, mode, ...root, origin };
}

/** Keys and values of a unit's sections; a list is the same key several times. Values are as in the file, specifiers not yet escaped. */
export type UnitEntries = Readonly<
  Partial<Record<UnitSection, Readonly<Record<string, string | readonly string[]>>>>
>;

/** A unit of ours with the profile's patch applied: `null` leaves a key out, a value replaces it. */
export function unitWithPatch(
  name: string,
  entries: UnitEntries,
  execStart: string,
  patch: UnitPatch | undefined,
  origin: Origin,
): Unit {
  const sections = (['Unit', 'Service', 'Install'] as const).map((section) => {
    const own = { ...entries[section], ...patch?.[section] };
    const pairs = Object.entries(own).flatMap(([key, value]) => pairsOf(key, value));
    return { name: section, entries: section === 'Service' ? withExecStart(pairs, execStart) : pairs };
  });
  return { name, state: 'enabled', text: renderUnit({ sections }), dropIns: [], origin };
}

/** A patch for a unit that is not ours, as the text of a drop-in. */
export function dropInText(patch: UnitPatch): string {
  const sections = (['Unit', 'Service', 'Install'] as const).flatMap((section) => {
    const entries = Object.entries(patch[section] ?? {}).flatMap(([key, value]) => pairsOf(key, value ?? ''));
    return entries.length > 0 ? [{ name: section, entries }] : [];
  });
  return renderUnit({ sections });
}

function pairsOf(key: string, value: string | readonly string[] | null): [string, string][] {
  if (value === null) return [];
  return (typeof value === 'string' ? [value] : value).map((one) => [
    key,
    unitValue(one, { specifiers: true }),
  ]);
}

/** After what runs before it, so that the file reads in the order of events. */
function withExecStart(pairs: readonly [string, string][], execStart: string): [string, string][] {
  const before = pairs.filter(([key]) => key === 'Type' || key === 'ExecStartPre' || key === 'Environment');
  return [...before, ['ExecStart', execStart], ...pairs.filter((pair) => !before.includes(pair))];
}
