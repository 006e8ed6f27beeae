/** What publishers say of their files' digests, asked for over the network. */
import type { Digest } from '../model/artifact.ts';
import { digestIn } from '../upstream/checksums.ts';
import type { Refusal } from './download.ts';
import { openFile } from './file-source.ts';
import { type Answer, ask, type Client } from './http.ts';
import { checksumBytes, type Limits } from './limits.ts';
import { SourceError } from './source-error.ts';

/** A file of checksums, and the name in it that is meant. */
export interface ChecksumPlace {
  readonly url: string;
  readonly file: string;
}

export interface Asking {
  /** Undefined: only files on this machine are read. */
  readonly client: Client | undefined;
  readonly limits: Limits;
  /** Milliseconds. */
  readonly sleep: (time: number) => Promise<void>;
}

export type Published =
  | { readonly digest: Digest; readonly from: string }
  | { readonly refusals: readonly Refusal[] };

/** The first of the places that says it. */
export async function publishedDigest(asking: Asking, places: readonly ChecksumPlace[]): Promise<Published> {
  const refusals: Refusal[] = [];
  for (const { url, file } of places) {
    try {
      const found = digestIn(await textFrom(asking, url), file);
      if ('digest' in found) return { digest: found.digest, from: url };
      refusals.push({ source: url, reason: found.problem });
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      refusals.push({ source: url, reason: error.message });
    }
  }
  return { refusals };
}

async function textFrom(asking: Asking, url: string): Promise<string> {
  const { limits, sleep } = asking;
  for (let count = 1; ; count++) {
    try {
      return await wholeText(await open(asking, url));
    } catch (error) {
      if (!(error instanceof SourceError) || !error.passing || count >= limits.fruitless) throw error;
      await sleep(Math.min(Math.max(limits.pause * 2 ** count, error.wait), limits.longestPause));
    }
  }
}

async function open({ client }: Asking, url: string): Promise<Answer> {
  if (url.startsWith('file:')) return openFile(url);
  if (client === undefined) throw new SourceError('not asked, because of --offline', false);
  return ask(client, url, { size: 0, validator: undefined });
}

async function wholeText({ bytes }: Answer): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > checksumBytes) throw new SourceError('it is far too large for a file of checksums', false);
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}
