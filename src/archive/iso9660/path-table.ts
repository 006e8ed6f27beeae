/** ECMA-119, 9.4: every folder of a hierarchy, for readers that walk no directories. */
import { number16, number32 } from './fields.ts';

export interface PathTableRow {
  readonly identifier: Uint8Array;
  readonly sector: number;
  /** The parent's number in the table, from 1. */
  readonly parent: number;
}

export function pathTable(rows: readonly PathTableRow[], order: 'little' | 'big'): Buffer {
  return Buffer.concat(
    rows.flatMap(({ identifier, sector, parent }) => [
      Buffer.from([identifier.length, 0]),
      number32(sector, order),
      number16(parent, order),
      identifier,
      Buffer.alloc(identifier.length % 2),
    ]),
  );
}
