/** Everything that a source can do wrong, and what the user sees of it. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Cache } from '../../src/artifacts/cache.ts';
import { dispatcherFor } from '../../src/artifacts/dispatcher.ts';
import { fetchAll } from '../../src/artifacts/fetch.ts';
import { type Limits, usualLimits } from '../../src/artifacts/limits.ts';
import { sourceText } from '../../src/artifacts/progress.ts';
import { progressLines } from '../../src/artifacts/progress-lines.ts';
import type { Artifact, Digest } from '../../src/model/artifact.ts';
import { workFolder } from '../cli/support/folder.ts';
import { answer, breakOff, inTurn, serve, someBytes, upstream, type Way } from './support/upstream.ts';

const good = someBytes(300_000);
const other = someBytes(300_000, 2);
const half = good.length / 2;
const digestOf = (bytes: Buffer): Digest => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const wrongDigest = `wrong digest: expected ${digestOf(good)}, got`;
const again = 'another attempt follows';
const limits: Limits = { ...usualLimits, bytes: 2 ** 20 };
const impatient: Limits = { ...limits, idle: 1000 };

interface Row {
  readonly what: string;
  /** Of each source in turn; a text is an address. */
  readonly sources: readonly (Way | string)[];
  readonly limits?: Limits;
  /** What stands on standard error, without `kubelet 1.2.3 amd64: `; A, B are the sources. */
  readonly says: readonly string[];
  /** Why there is nothing in the cache. Absent: it is there. */
  readonly refused?: readonly string[];
  /** Range headers of the questions at A. */
  readonly ranges?: readonly (string | undefined)[];
  /** Milliseconds slept between attempts. */
  readonly pauses?: readonly number[];
}

const fetched = 'fetched, 293.0 KiB';
const files = workFolder();
writeFileSync(join(files, 'kubelet'), good);
mkdirSync(join(files, 'folder'));
const file = (name: string) => pathToFileURL(join(files, name)).href;

const slow: Way = (_request, response) => {
  response.writeHead(200, { 'content-length': good.length });
  const step = (at: number): void => {
    if (at >= good.length) return void response.end();
    response.write(good.subarray(at, at + 10_000), () => setImmediate(() => step(at + 10_000)));
  };
  step(0);
};
/** Half of it, and then nothing. */
const stalling: Way = (_request, response) => {
  response.writeHead(200, { 'content-length': good.length, etag: '"1"' });
  response.write(good.subarray(0, half));
};
const trickling: Way = (_request, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write('.'), 50);
  response.on('close', () => clearInterval(timer));
};
const endless: Way = (_request, response) => {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write(good));
  };
  response.on('drain', more);
  more();
};
const mute: Way = () => undefined;
/** A part, but not the one asked for. */
const part =
  (start: number, etag: string): Way =>
  (_request, response) => {
    const head = { etag, 'content-range': `bytes ${start}-${good.length - 1}/${good.length}` };
    response.writeHead(206, head).end(good.subarray(start));
  };
const raw =
  (text: string): Way =>
  (_request, response) =>
    void response.socket?.end(text);
/** More bytes than the head says. */
const tooShort: Way = (_request, response) => {
  response.socket?.write(`HTTP/1.1 200 OK\r\nContent-Length: ${half}\r\n\r\n`);
  response.socket?.end(good);
};

const rows: readonly Row[] = [
  { what: 'a good source', sources: [serve(good)], says: [fetched], ranges: [undefined] },
  { what: 'a slow one', sources: [slow], says: [fetched] },
  {
    what: 'it drops midway: the rest is asked for',
    sources: [inTurn(breakOff(good, half, { etag: '"1"' }), serve(good, { etag: '"1"' }))],
    says: [`A: the connection broke off; ${again}`, fetched],
    ranges: [undefined, `bytes=${half}-`],
    pauses: [500],
  },
  {
    what: 'it drops again and again, each time a little later',
    sources: [
      inTurn(breakOff(good, 100, { etag: '"1"' }), breakOff(good, 200), breakOff(good, 300), serve(good)),
    ],
    says: [...Array(3).fill(`A: the connection broke off; ${again}`), fetched],
  },
  {
    what: 'it announces more than it has',
    sources: [breakOff(good, good.length, { length: good.length + 1000 })],
    says: [fetched],
  },
  {
    what: 'it announces less than it sends',
    sources: [tooShort],
    says: ['not fetched'],
    refused: [`A: ${wrongDigest} ${digestOf(good.subarray(0, half))}`],
  },
  {
    what: 'it has wrong bytes: the next one is asked',
    sources: [serve(other), serve(good)],
    says: [`A: ${wrongDigest} ${digestOf(other)}`, fetched],
  },
  {
    what: 'all have wrong bytes',
    sources: [serve(other), serve(other)],
    says: [`A: ${wrongDigest} ${digestOf(other)}`, 'not fetched'],
    refused: [`A: ${wrongDigest} ${digestOf(other)}`, `B: ${wrongDigest} ${digestOf(other)}`],
    pauses: [],
  },
  {
    what: 'an empty file',
    sources: [serve(Buffer.alloc(0))],
    says: ['not fetched'],
    refused: [`A: ${wrongDigest} ${digestOf(Buffer.alloc(0))}`],
  },
  {
    what: '404: no second attempt',
    sources: [answer(404), serve(good)],
    says: ['A: it answers 404', fetched],
    ranges: [undefined],
    pauses: [],
  },
  {
    what: '503, then good',
    sources: [inTurn(answer(503), answer(503), serve(good))],
    says: [`A: it answers 503; ${again}`, `A: it answers 503; ${again}`, fetched],
    pauses: [1000, 2000],
  },
  {
    what: '429 with a time to wait, and one with far too long a time',
    sources: [
      inTurn(answer(429, { 'retry-after': '7' }), answer(429, { 'retry-after': '9999' }), serve(good)),
    ],
    says: [`A: it answers 429; ${again}`, `A: it answers 429; ${again}`, fetched],
    pauses: [7000, limits.longestPause],
  },
  {
    what: '503 for ever',
    sources: [answer(503)],
    says: [...Array(3).fill(`A: it answers 503; ${again}`), 'not fetched'],
    refused: ['A: it answers 503'],
    pauses: [1000, 2000, 4000],
  },
  {
    what: 'a redirect',
    sources: [inTurn(answer(302, { location: '/0' }), serve(good))],
    says: [fetched],
  },
  {
    what: 'redirects in a circle',
    sources: [answer(302, { location: '/0' })],
    says: ['not fetched'],
    refused: ['A: more than 5 redirects'],
  },
  {
    what: 'a redirect to a file of this machine',
    sources: [answer(302, { location: file('kubelet') })],
    says: ['not fetched'],
    refused: ['A: it redirects to file://'],
  },
  {
    what: 'a redirect to nowhere',
    sources: [answer(302, { location: 'http://[' })],
    says: ['not fetched'],
    refused: ['A: it redirects to what is no address'],
  },
  {
    what: 'a body without end',
    sources: [endless],
    says: ['not fetched'],
    refused: ['A: it is larger than 1.0 MiB'],
  },
  {
    what: 'a length beyond all bounds',
    sources: [breakOff(good, 100, { length: 2 ** 40 })],
    says: ['not fetched'],
    refused: ['A: it is larger than 1.0 MiB'],
  },
  {
    what: 'it drops midway and knows no parts',
    sources: [inTurn(breakOff(good, half, { etag: '"1"' }), breakOff(good, good.length, { etag: '"1"' }))],
    says: [`A: the connection broke off; ${again}`, fetched],
    ranges: [undefined, `bytes=${half}-`],
  },
  {
    what: 'it drops midway, and then has another file',
    sources: [inTurn(breakOff(other, half, { etag: '"1"' }), serve(good, { etag: '"2"' }))],
    says: [`A: the connection broke off; ${again}`, fetched],
    ranges: [undefined, `bytes=${half}-`],
  },
  {
    what: 'another file, and a part of it although only the first one was meant',
    sources: [inTurn(breakOff(other, half, { etag: '"1"' }), part(half, '"2"'), serve(good))],
    says: [
      `A: the connection broke off; ${again}`,
      `A: it sends another part than asked for; ${again}`,
      fetched,
    ],
    ranges: [undefined, `bytes=${half}-`, undefined],
  },
  {
    what: 'another file, and nothing by which that could be told',
    sources: [inTurn(breakOff(other, half), serve(good))],
    says: [`A: the connection broke off; ${again}`, `A: its parts do not fit together; ${again}`, fetched],
    ranges: [undefined, `bytes=${half}-`, undefined],
  },
  {
    what: 'another part than the one asked for',
    sources: [inTurn(breakOff(good, half), part(100, '"1"'), serve(good))],
    says: [
      `A: the connection broke off; ${again}`,
      `A: it sends another part than asked for; ${again}`,
      fetched,
    ],
    ranges: [undefined, `bytes=${half}-`, undefined],
  },
  {
    what: 'it drops midway, and then says that there is no such part',
    sources: [inTurn(breakOff(good, half), answer(416), serve(good))],
    says: [`A: the connection broke off; ${again}`, `A: it has no such part; ${again}`, fetched],
    ranges: [undefined, `bytes=${half}-`, undefined],
  },
  {
    what: 'a part where the whole was asked for',
    sources: [part(0, '"1"')],
    says: [...Array(3).fill(`A: it sends another part than asked for; ${again}`), 'not fetched'],
    refused: ['A: it sends another part than asked for'],
  },
  {
    what: 'it stops midway without a word',
    sources: [inTurn(stalling, serve(good, { etag: '"1"' }))],
    limits: impatient,
    says: [`A: fewer than 4096 bytes came in 1 s; ${again}`, fetched],
    ranges: [undefined, `bytes=${half}-`],
  },
  {
    what: 'it trickles',
    sources: [trickling],
    limits: { ...impatient, attempts: 1 },
    says: ['not fetched'],
    refused: ['A: fewer than 4096 bytes came in 1 s'],
  },
  {
    what: 'it never answers',
    sources: [mute],
    limits: { ...impatient, attempts: 1 },
    says: ['not fetched'],
    refused: ['A: no answer comes'],
  },
  {
    what: 'what is not HTTP',
    sources: [raw('SSH-2.0-OpenSSH_10.0\r\n')],
    limits: { ...limits, attempts: 1 },
    says: ['not fetched'],
    refused: ['A: the answer is not HTTP'],
  },
  {
    what: 'nobody listens',
    sources: ['http://127.0.0.1:1/kubelet'],
    limits: { ...limits, attempts: 1 },
    says: ['not fetched'],
    refused: ['A: the connection is refused'],
  },
  { what: 'a file', sources: [file('kubelet')], says: [fetched] },
  {
    what: 'a file that is not there, a directory, and then a file',
    sources: [file('nothing'), file('folder'), file('kubelet')],
    says: ['A: there is no such file', 'B: it is a directory', fetched],
  },
];

for (const row of rows) {
  test(row.what, async () => {
    const server = await upstream(
      Object.fromEntries(row.sources.map((way, i) => [`/${i}`, typeof way === 'string' ? mute : way])),
    );
    const sources = row.sources.map((way, i) => (typeof way === 'string' ? way : `${server.address}/${i}`));
    const named = (text: string) =>
      sources
        .flatMap((source, i) => [source, sourceText(source)].map((one) => [one, 'ABC'.charAt(i)] as const))
        .reduce((all, [source, letter]) => all.replaceAll(source, letter), text);
    const artifact = artifactFrom(sources);
    const cache = new Cache(workFolder());
    const dispatcher = dispatcherFor({}, row.limits ?? limits);
    const said: string[] = [];
    const pauses: number[] = [];
    const { failures } = await fetchAll(
      {
        cache,
        client: { dispatcher, limits: row.limits ?? limits },
        limits: row.limits ?? limits,
        progress: progressLines((text) => said.push(named(text))),
        sleep: async (time) => void pauses.push(time),
      },
      [artifact],
      { jobs: 1, verify: false },
    ).finally(() => Promise.all([dispatcher.destroy(), server.close()]));
    assert.equal(
      said,
      row.says.map((line) => `kubelet 1.2.3 amd64: ${line}\n`),
    );
    assert.equal(
      failures.flatMap(({ refusals }) => refusals.map(({ source, reason }) => named(`${source}: ${reason}`))),
      row.refused ?? [],
    );
    const kept = row.refused ? [] : [artifact.digest.replace(':', '-')];
    assert.equal(readdirSync(cache.folder), kept, 'nothing else is in the cache');
    for (const name of kept) assert.ok(readFileSync(join(cache.folder, name)).equals(good));
    if (row.ranges)
      assert.equal(
        server.questions.filter(({ path }) => path === '/0').map(({ range }) => range),
        row.ranges,
      );
    if (row.pauses) assert.equal(pauses, row.pauses);
  });
}

function artifactFrom(sources: readonly string[]): Artifact {
  const [first = '', ...rest] = sources;
  const digest = digestOf(good);
  return {
    name: 'kubelet',
    version: '1.2.3',
    arch: 'amd64',
    format: 'binary',
    digest,
    sources: [first, ...rest],
  };
}

test.run();
