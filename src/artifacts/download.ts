/** One artifact: every source in turn, each as often as there is hope, until the bytes are what the digest says. */
import type { Artifact } from '../model/artifact.ts';
import type { Cache } from './cache.ts';
import { openFile } from './file-source.ts';
import { type Answer, ask, type Client, type Held } from './http.ts';
import type { Limits } from './limits.ts';
import type { Partial } from './partial.ts';
import { type Progress, sizeText } from './progress.ts';
import { SourceError } from './source-error.ts';

/** What came of a source that did not give the artifact. */
export interface Refusal {
  readonly source: string;
  readonly reason: string;
  /** The digest of what it gave, where that was the trouble. */
  readonly got?: string;
}

export interface Downloader {
  readonly cache: Cache;
  /** Undefined: only sources on this machine are asked. */
  readonly client: Client | undefined;
  readonly limits: Limits;
  readonly progress: Progress;
  /** Milliseconds. */
  readonly sleep: (time: number) => Promise<void>;
}

/** Empty: it is in the cache. Else what each source did instead. */
export async function download(downloader: Downloader, artifact: Artifact): Promise<readonly Refusal[]> {
  const { cache, progress } = downloader;
  const refusals: Refusal[] = [];
  progress.started(artifact);
  for (const [index, source] of artifact.sources.entries()) {
    const partial = await cache.begin(artifact.digest);
    try {
      await fromSource(downloader, artifact, source, partial);
      progress.fetched(artifact, partial.size);
      return [];
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      refusals.push({
        source,
        reason: error.message,
        ...(error instanceof WrongDigest && { got: error.got }),
      });
      if (index + 1 < artifact.sources.length) progress.trouble(artifact, source, error.message);
    } finally {
      await partial.close();
    }
  }
  progress.failed(artifact);
  return refusals;
}

class WrongDigest extends SourceError {
  readonly got: string;
  constructor(expected: string, got: string) {
    super(`wrong digest: expected ${expected}, got ${got}`, false);
    this.got = got;
  }
}

/** Throws SourceError when this source is not to be asked again. */
async function fromSource(
  downloader: Downloader,
  artifact: Artifact,
  source: string,
  partial: Partial,
): Promise<void> {
  const { limits, progress, sleep } = downloader;
  const attempt = new Attempt(downloader, artifact, source, partial);
  let fruitless = 0;
  for (let count = 1; ; count++) {
    const before = partial.size;
    try {
      await attempt.run();
      return;
    } catch (error) {
      // What has come may be all there is, whatever length was announced.
      if (partial.size > 0 && (await partial.keep())) return;
      if (!(error instanceof SourceError) || !error.passing) throw error;
      fruitless = partial.size > before ? 0 : fruitless + 1;
      if (fruitless >= limits.fruitless || count >= limits.attempts) throw error;
      progress.trouble(artifact, source, `${error.message}; another attempt follows`);
      const pause = limits.pause * 2 ** Math.min(fruitless, 10);
      await sleep(Math.min(Math.max(pause, error.wait), limits.longestPause));
    }
  }
}

class Attempt {
  readonly #downloader: Downloader;
  readonly #artifact: Artifact;
  readonly #source: string;
  readonly #partial: Partial;
  /** Of the bytes that are held. */
  #validator: string | undefined;
  /** They came in several parts. */
  #joined = false;

  constructor(downloader: Downloader, artifact: Artifact, source: string, partial: Partial) {
    this.#downloader = downloader;
    this.#artifact = artifact;
    this.#source = source;
    this.#partial = partial;
  }

  async run(): Promise<void> {
    const answer = await this.#open();
    await this.#take(answer);
    if (await this.#partial.keep()) return;
    const got = this.#partial.digest();
    const joined = this.#joined;
    await this.#restart();
    if (joined) throw new SourceError('its parts do not fit together', true);
    throw new WrongDigest(this.#artifact.digest, got);
  }

  async #open(): Promise<Answer> {
    const { client } = this.#downloader;
    const source = this.#source;
    if (source.startsWith('file:')) return openFile(source);
    if (client === undefined) throw new SourceError('not asked, because of --offline', false);
    const held: Held = { size: this.#partial.size, validator: this.#validator };
    try {
      return await ask(client, source, held);
    } catch (error) {
      // To a question for a part there was no good answer: the next one is for the whole.
      if (error instanceof SourceError && error.partRefused) await this.#restart();
      throw error;
    }
  }

  async #take({ from, total, validator, bytes }: Answer): Promise<void> {
    const { limits, progress } = this.#downloader;
    const partial = this.#partial;
    if (from === 0) await this.#restart();
    else this.#joined = true;
    this.#validator = validator;
    if (total !== undefined && total > limits.bytes) throw tooLarge(limits);
    for await (const chunk of bytes) {
      if (partial.size + chunk.length > limits.bytes) throw tooLarge(limits);
      await partial.write(chunk);
      progress.at(this.#artifact, partial.size, total);
    }
    if (total !== undefined && partial.size < total)
      throw new SourceError(`the connection broke off after ${partial.size} of ${total} bytes`, true);
  }

  async #restart(): Promise<void> {
    this.#joined = false;
    this.#validator = undefined;
    if (this.#partial.size > 0) await this.#partial.restart();
  }
}

function tooLarge({ bytes }: Limits): SourceError {
  return new SourceError(`it is larger than ${sizeText(bytes)}`, false);
}
