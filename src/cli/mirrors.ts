/** `--mirrors PREFIX=REPLACEMENT,...`: other places of the same files, asked first. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Artifact } from '../model/artifact.ts';
import { UsageError } from './exit.ts';

export interface Mirror {
  /** Addresses that begin like this. */
  readonly prefix: string;
  /** What stands in its place: http, https or file. */
  readonly replacement: string;
}

/** A replacement that is no address is a folder. Throws UsageError. */
export function readMirrors(text: string | undefined): Mirror[] {
  return (text ?? '').split(',').flatMap((one) => {
    if (one === '') return [];
    const [, prefix, replacement] = /^(https?:\/\/[^=]*)=(.+)$/.exec(one) ?? [];
    if (prefix === undefined || replacement === undefined)
      throw new UsageError(
        `--mirrors takes PREFIX=REPLACEMENT such as https://dl.k8s.io/=/srv/mirror/, not ${one}`,
      );
    return [{ prefix, replacement: addressOf(replacement) }];
  });
}

function addressOf(replacement: string): string {
  if (/^(https?|file):\/\//.test(replacement) && URL.canParse(replacement)) return replacement;
  const { href } = pathToFileURL(resolve(replacement));
  return replacement.endsWith('/') ? `${href.replace(/\/$/, '')}/` : href;
}

export function mirrored(artifact: Artifact, mirrors: readonly Mirror[]): Artifact {
  const [first, ...rest] = artifact.sources;
  const copies = mirrors.flatMap(({ prefix, replacement }) =>
    artifact.sources.flatMap((url) => (url.startsWith(prefix) ? replacement + url.slice(prefix.length) : [])),
  );
  const [copy, ...more] = copies;
  return copy === undefined ? artifact : { ...artifact, sources: [copy, ...more, first, ...rest] };
}
