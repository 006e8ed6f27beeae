/** A server that plays a publisher, well or badly. Every path has a way of answering; what it was asked is remembered. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

export interface Question {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** `turn` counts from 1 the questions for that path. */
export type Way = (request: IncomingMessage, response: ServerResponse, turn: number) => void;

export interface Upstream {
  readonly address: string;
  readonly questions: Question[];
  close(): Promise<void>;
}

export async function upstream(
  ways: Readonly<Record<string, Way>>,
  server: (listener: RequestListener) => Server = (listener) => createServer(listener),
  scheme = 'http',
): Promise<Upstream> {
  const questions: Question[] = [];
  const turns = new Map<string, number>();
  const made = server((request, response) => {
    const path = request.url ?? '';
    const turn = (turns.get(path) ?? 0) + 1;
    turns.set(path, turn);
    questions.push({ path, range: request.headers.range, ifRange: request.headers['if-range'] as string });
    // Whoever hangs up has had enough.
    response.on('error', () => undefined);
    const way = ways[path];
    if (way) way(request, response, turn);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<import('node:net').Socket>();
  made.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  return {
    address: `${scheme}://127.0.0.1:${(made.address() as AddressInfo).port}`,
    questions,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        made.close(() => resolve());
      }),
  };
}

/** Bytes that look like nothing, the same in every run. */
export function someBytes(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export interface Telling {
  readonly etag?: string;
  /** Announced instead of the true length; null: none. */
  readonly length?: number | null;
}

/** As a good server does it, parts included. */
export function serve(bytes: Buffer, telling: Telling = {}): Way {
  return (request, response) => {
    const start = partAskedFor(request, telling.etag);
    const head = { ...(telling.etag !== undefined && { etag: telling.etag }) };
    if (start === undefined)
      return void response.writeHead(200, { ...head, 'content-length': bytes.length }).end(bytes);
    if (start >= bytes.length)
      return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    response.writeHead(206, {
      ...head,
      'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
      'content-length': bytes.length - start,
    });
    response.end(bytes.subarray(start));
  };
}

function partAskedFor(request: IncomingMessage, etag: string | undefined): number | undefined {
  const found = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const other = request.headers['if-range'] !== undefined && request.headers['if-range'] !== etag;
  return found && !other ? Number(found[1]) : undefined;
}

/** Whatever is asked for: the whole, as far as `sent`, and then the connection ends. */
export function breakOff(bytes: Buffer, sent: number, telling: Telling = {}): Way {
  return (_request, response) => {
    const length = telling.length === undefined ? bytes.length : telling.length;
    response.writeHead(200, {
      ...(telling.etag !== undefined && { etag: telling.etag }),
      ...(length !== null && { 'content-length': length }),
    });
    // What is under way arrives before the end does.
    response.write(bytes.subarray(0, sent), () => response.socket?.end());
  };
}

/** The first ways once each, in order; the last one from then on. */
export function inTurn(...ways: readonly [Way, ...Way[]]): Way {
  return (request, response, turn) => ways[Math.min(turn, ways.length) - 1]?.(request, response, turn);
}

export function answer(status: number, headers: Record<string, string> = {}): Way {
  return (_request, response) => void response.writeHead(status, headers).end('something else\n');
}
