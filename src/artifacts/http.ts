/** One answer to one question by HTTP: redirects followed, a part asked for where the rest is there already. */
import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, stream } from 'undici';
import { Inbox } from './inbox.ts';
import type { Limits } from './limits.ts';
import { asSourceError, SourceError } from './source-error.ts';

/** What is there already. */
export interface Held {
  readonly size: number;
  /** By which the source said which version of the file it was: a strong entity tag or a date. */
  readonly validator: string | undefined;
}

export interface Answer {
  /** The place of the first byte: 0, or the size of what is held. */
  readonly from: number;
  /** Bytes of the whole file. Undefined: the source does not say. */
  readonly total: number | undefined;
  readonly validator: string | undefined;
  /** Can be read once. Throws SourceError. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface Client {
  readonly dispatcher: Dispatcher;
  readonly limits: Limits;
  /** Undefined: http and https. */
  readonly onlyHttps?: boolean;
}

/** Throws SourceError. What is held may be of another version: then the answer begins at 0. */
export async function ask(client: Client, address: string, held: Held): Promise<Answer> {
  const abort = new AbortController();
  try {
    const { status, headers, inbox } = await follow(client, address, held, abort);
    const taken = read(status, headers, held, abort);
    return { ...taken, bytes: watched(inbox, client.limits, abort) };
  } catch (error) {
    abort.abort();
    throw asSourceError(error);
  }
}

interface Head {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly inbox: Inbox;
}

async function follow(client: Client, address: string, held: Held, abort: AbortController): Promise<Head> {
  let url = new URL(address);
  for (let left = client.limits.redirects; ; left--) {
    if (client.onlyHttps && url.protocol !== 'https:')
      throw new SourceError('not asked: it is not https, and --allow-http is not given', false);
    const hop = new AbortController();
    abort.signal.addEventListener('abort', () => hop.abort(), { once: true });
    const head = await exchange(client, url, held, hop.signal);
    const location = redirecting.has(head.status) ? head.headers.location : undefined;
    if (location === undefined) return head;
    hop.abort();
    if (left === 0) throw new SourceError(`more than ${client.limits.redirects} redirects`, false);
    url = leadsTo(url, String(location));
  }
}

/** Done when the head of the answer is there. */
function exchange({ dispatcher, limits }: Client, url: URL, held: Held, signal: AbortSignal): Promise<Head> {
  const inbox = new Inbox();
  const options = {
    dispatcher,
    method: 'GET' as const,
    headers: { 'user-agent': 'nodeseed', accept: '*/*', ...rangeOf(held) },
    headersTimeout: limits.idle,
    bodyTimeout: 0,
    signal,
  };
  return new Promise((resolve, reject) => {
    stream(url.href, options, ({ statusCode, headers }) => {
      resolve({ status: statusCode, headers, inbox });
      return inbox.writable;
    }).then(
      () => inbox.end({}),
      (error: unknown) => {
        inbox.end({ error });
        reject(error);
      },
    );
  });
}

const redirecting = new Set([301, 302, 303, 307, 308]);

function leadsTo(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:')) return to;
  throw new SourceError(`it redirects to ${to ? `${to.protocol}//${to.host}` : 'what is no address'}`, false);
}

function rangeOf({ size, validator }: Held): Record<string, string> {
  if (size === 0) return {};
  return { range: `bytes=${size}-`, ...(validator !== undefined && { 'if-range': validator }) };
}

type Taken = Omit<Answer, 'bytes'>;

function read(status: number, headers: IncomingHttpHeaders, held: Held, abort: AbortController): Taken {
  const validator = validatorOf(headers);
  if (status === 200) return { from: 0, total: lengthOf(headers), validator };
  if (status === 206) return part(headers, held, validator);
  abort.abort();
  if (status === 416) throw new SourceError('it has no such part', true, { partRefused: true });
  throw new SourceError(`it answers ${status}`, maySucceedLater(status), { wait: pauseOf(headers) });
}

/** A part that does not fit what is held is not looked at; asked again from the beginning, the source may do better. */
function part(headers: IncomingHttpHeaders, held: Held, validator: string | undefined): Taken {
  const found = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(String(headers['content-range']));
  const changed = held.validator !== undefined && validator !== undefined && held.validator !== validator;
  if (!found || Number(found[1]) !== held.size || held.size === 0 || changed)
    throw new SourceError('it sends another part than asked for', true, { partRefused: true });
  const total = found[2] === '*' ? undefined : Number(found[2]);
  return { from: held.size, total, validator: validator ?? held.validator };
}

/** RFC 9110, 13.1.5: a weak entity tag does not do for a part, nor is a date worth more than a tag. */
function validatorOf(headers: IncomingHttpHeaders): string | undefined {
  const { etag } = headers;
  if (etag !== undefined) return etag.startsWith('"') ? etag : undefined;
  return headers['last-modified'];
}

function lengthOf(headers: IncomingHttpHeaders): number | undefined {
  const length = headers['content-length'];
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}

function maySucceedLater(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/** Retry-After in seconds; a date is not looked at. */
function pauseOf(headers: IncomingHttpHeaders): number {
  const after = headers['retry-after'];
  return after !== undefined && /^\d{1,6}$/.test(after) ? Number(after) * 1000 : 0;
}

/** Ends with an error when too little comes in too long a time. */
async function* watched(
  inbox: Inbox,
  { idle, trickle }: Limits,
  abort: AbortController,
): AsyncGenerator<Uint8Array> {
  const watch = setInterval(() => {
    if ((inbox.progress() ?? trickle) >= trickle) return;
    inbox.end({ error: new SourceError(`fewer than ${trickle} bytes came in ${idle / 1000} s`, true) });
    abort.abort();
  }, idle);
  try {
    yield* inbox.take();
  } catch (error) {
    throw asSourceError(error);
  } finally {
    clearInterval(watch);
    abort.abort();
  }
}
