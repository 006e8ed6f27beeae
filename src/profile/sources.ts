/** Puts the text of a file in the place of `{ source: FILE }`, where the profile allows it. */
import type { Fault, Path } from '../shared/fault.ts';

/** Reads a file beside the profile; the reason in words when it cannot be read. */
export type ReadSource = (relative: string) => { readonly text: string } | { readonly problem: string };

/** Where a text is wanted, by the end of its path. */
const textPlaces = [
  ['host', 'files', '*', 'contents'],
  ['host', 'units', '*', 'contents'],
  ['host', 'units', '*', 'dropIns', '*', 'contents'],
  ['host', 'packages', 'repositories', '*', 'key'],
  ['host', 'trustedCAs', '*', 'certificate'],
  ['manifests', 'own', '*', 'contents'],
  ['networking', 'manifests', '*', 'contents'],
  ['containerRuntime', 'registries', '*', 'certificateAuthority'],
  ['manifests', 'own', '*', 'contents'],
];
/** What is below these belongs to another program's schema. */
const foreignKeys = new Set(['config', 'user']);

export function replaceSources(value: unknown, read: ReadSource): { value: unknown; faults: Fault[] } {
  const faults: Fault[] = [];
  const walk = (at: unknown, path: Path): unknown => {
    if (Array.isArray(at)) return at.map((item, i) => walk(item, [...path, i]));
    if (typeof at !== 'object' || at === null) return at;
    const entries = Object.entries(at).map(([key, item]): [string, unknown] => {
      if (foreignKeys.has(key)) return [key, item];
      const source = wantsText([...path, key]) ? sourceOf(item) : undefined;
      if (source === undefined) return [key, walk(item, [...path, key])];
      const got = read(source);
      if ('text' in got) return [key, got.text];
      faults.push({
        code: 'source-unreadable',
        message: `cannot read ${source}: ${got.problem}`,
        expected: 'a text file, named relative to the profile',
        path: [...path, key, 'source'],
      });
      return [key, ''];
    });
    return Object.fromEntries(entries);
  };
  return { value: walk(value, []), faults };
}

function wantsText(path: Path): boolean {
  return textPlaces.some((place) => {
    const end = path.slice(-place.length);
    return end.length === place.length && place.every((step, i) => step === '*' || step === end[i]);
  });
}

function sourceOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
  const keys = Object.keys(item);
  const source = (item as { source?: unknown }).source;
  return keys.length === 1 && typeof source === 'string' ? source : undefined;
}
