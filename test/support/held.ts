/** The bytes of an output that holds them; one with artifacts in it is for a store and a stream. */
import { Content } from '../../src/model/content.ts';
import type { OutputFile } from '../../src/model/output.ts';
import type { Store } from '../../src/model/store.ts';
import { sha256 } from '../../src/shared/digest.ts';

export function heldBytes({ path, content }: OutputFile): Uint8Array {
  const pieces = content instanceof Content ? [content] : content.pieces;
  return Buffer.concat(
    pieces.map((piece) => {
      if (!(piece instanceof Content)) throw new Error(`${path} is made of artifacts`);
      return piece.reveal();
    }),
  );
}

export function isHeld({ content }: OutputFile): boolean {
  return content instanceof Content || content.pieces.every((piece) => piece instanceof Content);
}

/** Nobody has the artifacts of the shipped profiles where the tests run: what a store would say of them, the same in every run. */
export const madeUpSizes: Pick<Store, 'size'> = {
  size: (digest) => 1_000_000 + Number.parseInt(digest.slice(-4), 16),
};

/** What a file with artifacts is made of, a line a piece. */
export function piecesOf({ path, content }: OutputFile): string {
  const pieces = content instanceof Content ? [content] : content.pieces;
  const lines = pieces.map((piece) =>
    piece instanceof Content
      ? `  ${piece.size} bytes, sha256:${sha256(piece.reveal())}`
      : `  ${piece.size} bytes of the artifact ${piece.digest}`,
  );
  return `${path}, ${content.size} bytes\n${lines.join('\n')}\n`;
}

/** What is held of a file, piece by piece: artifacts are nobody's secret. */
export function heldPieces({ content }: OutputFile): Buffer[] {
  const pieces = content instanceof Content ? [content] : content.pieces;
  return pieces.flatMap((piece) => (piece instanceof Content ? Buffer.from(piece.reveal()) : []));
}
