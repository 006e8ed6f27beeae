/** The bytes of an answer as they arrive, and not one less when the connection breaks off. */
import { Writable } from 'node:stream';

/** Bytes that wait to be taken before the source has to wait. */
const room = 4 * 2 ** 20;

/**
 * What has come is handed over before the error that ended it: a stream would drop what it holds, and the rest would be asked
 * for from an earlier byte than need be. Chunks that wait are given out as one.
 */
export class Inbox {
  readonly writable: Writable;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #arrived = 0;
  #ended: { readonly error?: unknown } | undefined;
  #wake = (): void => {};
  #goOn: (() => void) | undefined;

  constructor() {
    this.writable = new Writable({
      highWaterMark: room,
      write: (chunk: Uint8Array, _encoding, done) => {
        this.#chunks.push(chunk);
        this.#size += chunk.length;
        this.#arrived += chunk.length;
        if (this.#size < room) done();
        else this.#goOn = done;
        this.#wake();
      },
    });
    // Whoever takes the bytes is told of the error; the stream need not tell it again.
    this.writable.on('error', () => undefined);
  }

  /** No more bytes come. The first way to end counts. */
  end(how: { readonly error?: unknown }): void {
    this.#ended ??= how;
    this.#wake();
  }

  /** How many bytes have come since the last time that this was asked. Undefined: the source has to wait. */
  progress(): number | undefined {
    const arrived = this.#arrived;
    this.#arrived = 0;
    return this.#goOn ? undefined : arrived;
  }

  /** Throws the error when everything else has been taken. */
  async *take(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunks = this.#chunks;
      if (chunks.length > 0) {
        this.#empty();
        yield chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      } else if (this.#ended) {
        if ('error' in this.#ended) throw this.#ended.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  #empty(): void {
    this.#chunks = [];
    this.#size = 0;
    const goOn = this.#goOn;
    this.#goOn = undefined;
    goOn?.();
  }
}
