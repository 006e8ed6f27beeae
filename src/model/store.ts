/** Where verified artifacts are kept, as whoever only reads them sees it. The one on the disk is in `artifacts/`. */
import { Bug } from '../shared/fault.ts';
import type { Digest } from './artifact.ts';

export interface Store {
  /** In bytes. Undefined: it is not there. */
  size(digest: Digest): number | undefined;
  /** The bytes, in chunks that stay the reader's own. Throws where it is not there, and at the end where they are not what the digest says. */
  read(digest: Digest): AsyncIterable<Uint8Array>;
}

/** For those who need no artifact's bytes. */
export const emptyStore: Store = {
  size: () => undefined,
  read: (digest) => {
    throw new Bug(`${digest} is not there`);
  },
};
