/**
 * Bytes too many to hold: pieces that are written one behind the other, among them artifacts that whoever writes them reads
 * out of a store and checks again. Between reading a profile and writing its files nobody has an artifact's bytes.
 */
import type { Digest } from './artifact.ts';
import { type Content, type Secrecy, secrecies } from './content.ts';

/** An artifact, whole, by its digest. */
export interface Stored {
  readonly digest: Digest;
  /** In bytes. */
  readonly size: number;
}

export type Piece = Content | Stored;

export class Assembly {
  readonly pieces: readonly Piece[];
  /** In bytes. */
  readonly size: number;
  /** That of the most secret piece; an artifact is everybody's. */
  readonly secrecy: Secrecy;

  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
    this.size = pieces.reduce((sum, piece) => sum + piece.size, 0);
    const levels = pieces.map((piece) => ('secrecy' in piece ? secrecies.indexOf(piece.secrecy) : 0));
    this.secrecy = secrecies[Math.max(0, ...levels)] ?? 'public';
  }
}
