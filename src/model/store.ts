/** Where artifacts are kept by their digest. Whoever reads one checks it: what a store says it has may be something else. */
import type { Digest } from './artifact.ts';

export interface Store {
  /** In bytes; undefined: it is not there. */
  size(digest: Digest): number | undefined;
  /** From the first byte to the last, in chunks that nobody writes into afterwards. Throws when it is not there. */
  read(digest: Digest): AsyncIterable<Uint8Array>;
}

/** For those who need no artifact's bytes. */
export const emptyStore: Store = {
  size: () => undefined,
  read: (digest) => {
    throw new Error(`${digest} is not there`);
  },
};
