/** Files that a profile names, as sources. */
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Artifact } from '../model/artifact.ts';

/** `file:PATH` is relative to the profile; what comes out is an address of this machine. */
export function besideProfile(artifact: Artifact, profile: string): Artifact {
  const whole = (source: string) =>
    /^file:(?!\/\/)/.test(source)
      ? pathToFileURL(resolve(dirname(profile), source.slice('file:'.length))).href
      : source;
  const [first, ...rest] = artifact.sources;
  return { ...artifact, sources: [whole(first), ...rest.map(whole)] };
}
