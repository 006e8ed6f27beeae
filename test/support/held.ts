/** The bytes of an output that holds them; one with artifacts in it is for a store and a stream. */
import { Content } from '../../src/model/content.ts';
import type { OutputFile } from '../../src/model/output.ts';

export function heldBytes({ path, content }: OutputFile): Uint8Array {
  const pieces = content instanceof Content ? [content] : content.pieces;
  return Buffer.concat(
    pieces.map((piece) => {
      if (!(piece instanceof Content)) throw new Error(`${path} is made of artifacts`);
      return piece.reveal();
    }),
  );
}
