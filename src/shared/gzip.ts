/** Gzip whose bytes depend on the input alone: node:zlib's differ with the zlib that Node was built with. */
import { gzipSync } from 'fflate';

/** RFC 1952, one member, no name, no time. Level 9 takes three times as long, for a thousandth of the size. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 8, mtime: 0 });
}
