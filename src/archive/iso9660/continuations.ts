/** Splits the system use fields of a record into what stands in it and what goes into the continuation area. */
import { Bug } from '../../shared/fault.ts';
import { continuation, continuationLength } from './rock-ridge.ts';
import { sectorSize } from './sectors.ts';

export class Continuations {
  readonly #parts: Buffer[] = [];
  #used = 0;
  readonly #firstSector: number;

  constructor(firstSector: number) {
    this.#firstSector = firstSector;
  }

  /** What of the fields stands in the record, which has `room` bytes for them. */
  place(fields: readonly Buffer[], room: number): Buffer {
    if (total(fields) <= room) return Buffer.concat(fields);
    let count = fields.length;
    while (total(fields.slice(0, count)) > room - continuationLength) count--;
    const { sector, offset, length } = this.#keep(Buffer.concat(fields.slice(count)));
    return Buffer.concat([...fields.slice(0, count), continuation(sector, offset, length)]);
  }

  /** No area crosses the end of a sector (IEEE P1281, 5.1). */
  #keep(bytes: Buffer): { sector: number; offset: number; length: number } {
    if (bytes.length > sectorSize) throw new Bug('a continuation area longer than a sector');
    const left = sectorSize - (this.#used % sectorSize);
    if (bytes.length > left) this.#add(Buffer.alloc(left));
    const sector = this.#firstSector + Math.floor(this.#used / sectorSize);
    const offset = this.#used % sectorSize;
    this.#add(bytes);
    return { sector, offset, length: bytes.length };
  }

  #add(bytes: Buffer): void {
    this.#parts.push(bytes);
    this.#used += bytes.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

function total(fields: readonly Buffer[]): number {
  return fields.reduce((sum, { length }) => sum + length, 0);
}
