/** From a profile's text to a checked `Profile`, or to every fault in it with its place. */
import { type Fault, InputError, type Path } from '../shared/fault.ts';
import { readYaml, type YamlDocument } from '../shared/yaml-read.ts';
import { faultsOf } from './issues.ts';
import { knownKeys } from './known-keys.ts';
import { type Profile, profileSchema } from './schema/profile.ts';
import { type ReadSource, replaceSources } from './sources.ts';

export interface ReadProfile {
  readonly profile: Profile;
  readonly document: YamlDocument;
}

/**
 * Throws InputError with all faults of form. `onDocument` is told of the positions as soon as there are any,
 * so that the caller can place the faults that are thrown.
 */
export function readProfile(
  text: string,
  readSource: ReadSource,
  onDocument: (document: YamlDocument) => void = () => {},
): ReadProfile {
  const document = readYaml(text);
  onDocument(document);
  const { value, faults } = replaceSources(document.value, readSource);
  const result = profileSchema.safeParse(value);
  const first = [...faults, ...controlCharacters(value, [])];
  const places = new Set(first.map(placeOf));
  const others = result.success
    ? []
    : faultsOf(result.error.issues, value, (path) => knownKeys(profileSchema, path));
  const all = [...first, ...others.filter((fault) => !places.has(placeOf(fault)))];
  if (all.length > 0 || !result.success) throw new InputError(all);
  return { profile: result.data, document };
}

/** What is wrong with a place already need not be of the right form as well. */
function placeOf({ code, path, atKey }: Fault): string {
  return JSON.stringify([code === 'source-unreadable' ? path.slice(0, -1) : path, atKey ?? false]);
}

/** NUL ends a string for every program that will read it; other control characters are never meant. */
function controlCharacters(value: unknown, path: Path): Fault[] {
  if (typeof value === 'string') {
    const found = Array.from(value, (char) => char.charCodeAt(0)).find(isControl);
    if (found === undefined) return [];
    const code = `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
    return [
      {
        code: 'control-character',
        message: `the control character ${code} has no place in a profile`,
        expected: 'text; tabs and line breaks are the only control characters in it',
        path,
      },
    ];
  }
  if (Array.isArray(value)) return value.flatMap((item, i) => controlCharacters(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...controlCharacters(key, [...path, key]).map((fault) => ({ ...fault, atKey: true })),
    ...controlCharacters(item, [...path, key]),
  ]);
}

function isControl(code: number): boolean {
  return (code >= 0x7f && code <= 0x9f) || (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d);
}
