/** The bytes of an output, one chunk after the other. Artifacts come out of the store and are checked on the way. */
import { createHash } from 'node:crypto';
import type { Assembly, Stored } from '../model/assembly.ts';
import { Content } from '../model/content.ts';
import type { Store } from '../model/store.ts';
import { outputFault } from './faults.ts';

/** Throws an InputError when an artifact is not what its digest says: what was yielded by then is worth nothing. */
export async function* chunksOf(content: Content | Assembly, store: Store): AsyncGenerator<Uint8Array> {
  for (const piece of content instanceof Content ? [content] : content.pieces) {
    if (piece instanceof Content) yield piece.reveal();
    else yield* checked(piece, store);
  }
}

async function* checked({ digest, size }: Stored, store: Store): AsyncGenerator<Uint8Array> {
  const [algorithm = '', expected = ''] = digest.split(':');
  const hash = createHash(algorithm);
  let count = 0;
  for await (const chunk of store.read(digest)) {
    hash.update(chunk);
    count += chunk.length;
    if (count > size) break;
    yield chunk;
  }
  const found = hash.digest('hex');
  if (count !== size || found !== expected)
    throw outputFault(
      'artifact-corrupt',
      `the cache has other bytes than ${digest}: ${count} of ${size} bytes, ${algorithm}:${found}`,
      'nodeseed fetch PROFILE',
    );
}
