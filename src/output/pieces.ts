/** The bytes of an output, one chunk after the other. Artifacts come out of the store, which checks them on the way. */
import type { Assembly, Stored } from '../model/assembly.ts';
import { Content } from '../model/content.ts';
import { emptyStore, type Store } from '../model/store.ts';
import { Bug } from '../shared/fault.ts';

/**
 * Without artifacts in it the content needs no store. Throws what the store throws for an artifact that is damaged: what was
 * yielded by then is worth nothing.
 */
export async function* chunksOf(
  content: Content | Assembly,
  store: Store = emptyStore,
): AsyncGenerator<Uint8Array> {
  for (const piece of content instanceof Content ? [content] : content.pieces) {
    if (piece instanceof Content) yield piece.reveal();
    else yield* artifact(piece, store);
  }
}

/** What stands around it counts on its size. */
async function* artifact({ digest, size }: Stored, store: Store): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of store.read(digest)) {
    count += chunk.length;
    yield chunk;
  }
  if (count !== size) throw new Bug(`${digest} has ${count} bytes, not ${size}`);
}
