/**
 * A kubelet starts a static pod anew when its manifest changes, and not when a file does that the pod reads. So the manifest
 * says by a digest what is in those files: renewed certificates come into force as they do in units.
 */
import type { Content } from '../model/content.ts';
import { sha256 } from '../shared/digest.ts';

const annotation = 'nodeseed/reads';

/** Annotations of a pod that reads these files. No digest of a secret alone: each is of a whole file with a key in it. */
export function readsAnnotations(
  files: readonly { readonly path: string; readonly content: Content }[],
): Readonly<Record<string, string>> {
  const digests = files.map(({ path, content }) => `${path} ${sha256(content.reveal())}`).sort();
  return { [annotation]: sha256(digests.join('\n')) };
}
