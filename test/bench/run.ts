/**
 * `npm run bench`: how long things take beside something that everybody has, at the same time on the same machine. Only the
 * ratios mean anything elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Bench } from 'tinybench';
import { available } from '../support/judges.ts';
import { copyPackages, succeed, temporaryFolder, workingCopy } from '../support/working-copy.ts';
import type { Written } from './carried.ts';
import { profileText } from './cluster.ts';
import { writeMirror } from './fetch.ts';
import type { Measured } from './stages.ts';

const many = 1000;
const few = 40;
/** The loop is as long as its nodes are many; these are enough to know its pace. */
const sample = 50;
/** Of each of five programs: together a gigabyte. */
const mebibytes = 205;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function run(program: string, args: readonly string[], cwd?: string): string {
  const done = spawnSync(program, args, { encoding: 'utf8', ...(cwd !== undefined && { cwd }) });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}\n${done.stderr}`);
  return done.stdout;
}

function measure(nodes: number): Measured {
  return JSON.parse(
    run(process.execPath, ['--import', import.meta.resolve('tsx'), here('stages.ts'), String(nodes)]),
  );
}

const sum = (stages: Measured['stages']) => Object.values(stages).reduce((total, one) => total + one, 0);

/** Seconds, the best of a few: whatever else the machine does only adds to it. */
async function best(
  tasks: Readonly<Record<string, () => unknown>>,
  iterations: number,
): Promise<Record<string, number>> {
  const bench = new Bench({ iterations, time: 0, warmup: false, throws: true });
  for (const [name, task] of Object.entries(tasks)) bench.add(name, async () => void (await task()));
  await bench.run();
  return Object.fromEntries(
    bench.tasks.map(({ name, result }) => [
      name,
      'latency' in result ? result.latency.min / 1000 : Number.NaN,
    ]),
  );
}

const say = (what: string, value: string) => console.log(`${value.padStart(12)}  ${what}`);
const times = (ratio: number) => `${ratio.toFixed(1)} x`;
const seconds = (value: number) => `${value.toFixed(2)} s`;

async function buildBesideOpenssl(): Promise<void> {
  const measured: Measured[] = [];
  const folder = temporaryFolder('openssl');
  const took = await best(
    {
      ours: () => measured.push(measure(many)),
      theirs: () => run('sh', [here('openssl.sh'), String(sample), folder]),
    },
    2,
  );
  const fastest = measured.reduce((a, b) => (sum(b.stages) < sum(a.stages) ? b : a));
  const ours = sum(fastest.stages);
  const theirs = ((took['theirs'] ?? Number.NaN) * many) / sample;
  say(`${many} workers, everything they need (${Math.round(fastest.bytes / 2 ** 20)} MiB)`, seconds(ours));
  say(
    `their ${2 * many} keys and certificates by a loop of openssl (${sample} nodes measured, scaled)`,
    seconds(theirs),
  );
  say('the loop takes longer than everything here', times(theirs / ours));
  say(
    'the loop takes longer than the keys and certificates here',
    times(theirs / (fastest.stages['credentials'] ?? 0)),
  );
  console.log(`\nWhere the time of ${many} workers goes:`);
  for (const [stage, value] of Object.entries(fastest.stages))
    say(stage, `${Math.round((100 * value) / ours)} %`);
  const small = [measure(few), measure(few)].reduce((a, b) => (sum(b.stages) < sum(a.stages) ? b : a));
  console.log();
  say(`${few} workers`, seconds(sum(small.stages)));
  say(
    `a worker among ${many} beside one among ${few} (1.0: linear)`,
    times(ours / many / (sum(small.stages) / few)),
  );
  say(
    `peak of memory for ${many} workers, of which ${Math.round(fastest.idle)} MiB before the build`,
    `${Math.round(fastest.peak)} MiB`,
  );
}

/** A tree whose `dist` is built. */
function builtTree(): string {
  const tree = workingCopy('bench');
  copyPackages(tree);
  succeed('npx tsc -p src/tsconfig.json', tree);
  return tree;
}

/** What a person would do without it: look at the digests, copy, and see that it is on the disk. */
async function fetchBesideCopy(tree: string): Promise<void> {
  const folder = temporaryFolder('fetch');
  const files = writeMirror(folder, mebibytes);
  const main = join(tree, 'dist/cli/main.js');
  const peaks: number[] = [];
  const took = await best(
    {
      ours: () => {
        rmSync(join(folder, 'cache'), { recursive: true, force: true });
        const args = ['fetch', 'p.yaml', '--cache', 'cache', '--offline', '--mirrors', 'https://=mirror/'];
        const done = spawnSync(process.execPath, ['--import', here('peak.mjs'), main, ...args], {
          cwd: folder,
          encoding: 'utf8',
        });
        if (done.status !== 0) throw new Error(done.stderr);
        peaks.push(Number(/^peak (\d+)$/m.exec(done.stderr)?.[1]));
      },
      theirs: () => {
        rmSync(join(folder, 'copies'), { recursive: true, force: true });
        mkdirSync(join(folder, 'copies'));
        run('sha256sum', files);
        const copies = files.map((file, i) => [file, join(folder, 'copies', String(i))] as const);
        for (const pair of copies) run('cp', pair);
        // A cache that says that it has a file has it on the disk.
        run(
          'sync',
          copies.map(([, copy]) => copy),
        );
      },
    },
    3,
  );
  const [ours = Number.NaN, theirs = Number.NaN] = [took['ours'], took['theirs']];
  console.log();
  say(`nodeseed fetch of ${5 * mebibytes} MiB from a folder`, seconds(ours));
  say('sha256sum, cp and sync of the same files', seconds(theirs));
  say('fetch beside them', times(ours / theirs));
  say('peak of its memory', `${Math.max(...peaks)} MiB`);
}

async function commandsBesideNode(tree: string): Promise<void> {
  writeFileSync(join(tree, 'one.yaml'), profileText(1));
  const node =
    (...args: string[]) =>
    () =>
      run(process.execPath, args, tree);
  const main = join(tree, 'dist/cli/main.js');
  const took = await best(
    {
      node: node('-e', '0'),
      version: node(main, '--version'),
      one: node(main, 'check', 'one.yaml'),
      forty: node(main, 'check', 'profiles/workers-modern.yaml'),
    },
    5,
  );
  const bare = took['node'] ?? Number.NaN;
  console.log();
  say('node -e 0', seconds(bare));
  say('nodeseed --version beside it', times((took['version'] ?? 0) / bare));
  say('nodeseed check of one worker beside it', times((took['one'] ?? 0) / bare));
  say(
    'nodeseed check of the 40 of profiles/workers-modern.yaml beside it',
    times((took['forty'] ?? 0) / bare),
  );
}

/** What is checked and written beside what a shell does with the same bytes: digests of the files, and one archive on the disk. */
async function bundlesBesideTar(): Promise<void> {
  const folder = temporaryFolder('carried');
  const cache = join(folder, 'cache');
  const carried = (...args: string[]) =>
    run(process.execPath, ['--import', import.meta.resolve('tsx'), here('carried.ts'), ...args]);
  carried('plan', cache);
  const digests = readdirSync(cache).map((name) => name.replace('-', ':'));
  const write = (nodes: number, part = 'all'): Written =>
    JSON.parse(carried(String(nodes), cache, join(folder, 'out'), part, ...digests));
  const written = { one: [] as Written[], many: [] as Written[], own: [] as Written[] };
  const took = await best(
    {
      one: () => written.one.push(write(1)),
      many: () => written.many.push(write(100)),
      own: () => written.own.push(write(100, 'own')),
      theirs: () =>
        run('sh', [
          '-c',
          'cd "$1" && sha256sum * >../sums && tar -cf ../theirs.tar . && sync ../theirs.tar',
          'sh',
          cache,
        ]),
    },
    3,
  );
  const theirs = took['theirs'] ?? Number.NaN;
  const fastest = (all: readonly Written[]) => Math.min(...all.map((one) => one.seconds));
  console.log();
  say('sha256sum and tar of a gigabyte of artifacts', seconds(theirs));
  say('one bundle of them, checked, beside that', times(fastest(written.one) / theirs));
  const apart = fastest(written.one) + fastest(written.own);
  say('100 bundles and what they share beside one and 100 small ones', times(fastest(written.many) / apart));
  const peak = Math.max(...[...written.one, ...written.many].map((one) => one.peak));
  say('peak of memory', `${Math.round(peak)} MiB`);
}

if (available('openssl', 'openssl')) await buildBesideOpenssl();
const tree = builtTree();
await commandsBesideNode(tree);
await fetchBesideCopy(tree);
await bundlesBesideTar();
