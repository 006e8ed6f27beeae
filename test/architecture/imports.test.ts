/** Data walks one way through src, and nothing between reading and writing looks at the world. */
import { readdirSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Source, sources } from './sources.ts';

/** Each imports only what stands above it. `build.ts` alone joins the stages; `index.ts` is the public surface. */
const stages = [
  'shared',
  'model',
  'upstream',
  'pki',
  'profile',
  'secrets',
  'lock',
  'cluster',
  'credentials',
  'manifests',
  'components',
  'machine',
  'archive',
  'formats',
  'build.ts',
  'artifacts',
  'output',
  'boot',
  'cli',
  'index.ts',
];
/** These meet the user, the disk and the clock. All others are pure. */
const worldly = new Set(['artifacts', 'output', 'boot', 'cli']);

const all = sources();
const pure = all.filter(({ stage }) => !worldly.has(stage));

/** Every line of code that matches, as `path: line`. */
function offences(files: readonly Source[], pattern: RegExp, allowed: readonly string[] = []): string[] {
  return files
    .filter(({ path }) => !allowed.some((one) => path.startsWith(one)))
    .flatMap(({ path, code }) =>
      code
        .split('\n')
        .filter((line) => pattern.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
}

test('there is something to look at', () => {
  assert.ok(all.length > 100);
  assert.ok(
    all.every(({ local, foreign, code }) => local.length + foreign.length > 0 || !/^import /m.test(code)),
  );
});

test('every folder of src is a stage', () => {
  assert.equal(
    [...new Set(all.map(({ stage }) => stage))].filter((one) => !stages.includes(one)),
    [],
  );
});

test('a stage imports only what stands above it', () => {
  const backwards = all.flatMap(({ path, stage, local }) =>
    local
      .filter((target) => stages.indexOf(target.split('/')[0] ?? '') > stages.indexOf(stage))
      .map((target) => `${path} imports ${target}`),
  );
  assert.equal(backwards, []);
});

test('every import leads to a file', () => {
  const known = new Set(all.map(({ path }) => path));
  const lost = all.flatMap(({ path, local }) =>
    local.filter((target) => !known.has(target)).map((target) => `${path} imports ${target}`),
  );
  assert.equal(lost, []);
});

test('no import leads back to where it came from', () => {
  const imports = new Map(all.map(({ path, local }) => [path, local]));
  const settled = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' > '));
    if (trail.includes(path) || settled.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    settled.add(path);
  };
  for (const { path } of all) visit(path, []);
  assert.equal(cycles, []);
});

test('secret content is made by pki, secrets and credentials alone', () => {
  const makers = ['pki', 'secrets', 'credentials'];
  const others = all.filter(
    ({ stage, local }) => local.includes('model/secret-content.ts') && !makers.includes(stage),
  );
  assert.equal(
    others.map(({ path }) => path),
    [],
  );
});

test('content is made by model alone, so that its secrecy is never a matter of taste', () => {
  assert.equal(offences(all, /\bnew Content\b/, ['model/']), []);
});

/** Pure functions and a constant: what they are used for is all that they may be used for. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'shared/address.ts': ['{ isIPv4, isIPv6 } node:net'],
  'components/apply/script.ts': ['{ readFileSync } node:fs'],
  'components/etcd/script.ts': ['{ readFileSync } node:fs'],
  'components/images/script.ts': ['{ readFileSync } node:fs'],
  'components/pod-network/script.ts': ['{ readFileSync } node:fs'],
  'formats/bundle/script.ts': ['{ readFileSync } node:fs'],
  'formats/pointer/script.ts': ['{ readFileSync } node:fs'],
  'machine/install/script.ts': ['{ readFileSync } node:fs'],
  'shared/shipped-script.ts': ['{ readFileSync } node:fs'],
};

/** Constant shell scripts that are shipped beside their modules. */
const scripts = Object.keys(exceptions).filter((path) => path.endsWith('/script.ts'));
/** And what they have in common. */
const common = 'shared/shipped-script.ts';

test('nothing pure imports the disk, the network or another process', () => {
  const world =
    /^node:(fs|net|http|https|http2|dns|dgram|tls|child_process|os|process|worker_threads|timers)(\/|$)/;
  const found = pure.flatMap(({ path, foreign }) =>
    foreign
      .filter(({ module }) => world.test(module))
      .filter(({ module, names }) => !exceptions[path]?.includes(`${names} ${module}`))
      .map(({ module, names }) => `${path} imports ${names} from ${module}`),
  );
  assert.equal(found, []);
});

test('the shipped scripts are read once, when their modules are loaded', () => {
  const reads = offences(pure, /\breadFileSync\(/);
  assert.equal(
    reads.map((line) =>
      line.replace(
        /: (const table = )?readFileSync\(new URL\('[./\w-]+\.sh', import\.meta\.url\), 'utf8'\)[,;]$/,
        '',
      ),
    ),
    [...scripts, common],
  );
  const made = offences(pure, /^export const \w+Script = shippedScript\($/);
  assert.equal(
    made.map((line) => line.split(':')[0]),
    scripts,
  );
});

test('nothing pure asks for the time, for randomness, for the environment or the locale', () => {
  const patterns = [
    /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\()|(?<!new )\bDate\(|\bperformance\b|\bhrtime\b/,
    /\bMath\.random\b|\brandom(Bytes|Int|UUID|Fill|FillSync)\(|\bgetRandomValues\b|\bgenerate(Key|Prime)/,
    /\bfetch\(|\bsetTimeout\b|\bsetInterval\b|\bprocess\./,
    /\bIntl\b|\blocaleCompare\b|\.toLocale|\.getTimezoneOffset|\.get(Hours|Date|Month|FullYear)\(/,
  ];
  assert.equal(
    patterns.flatMap((pattern) => offences(pure, pattern)),
    [],
  );
});

test('nothing pure takes what is random from the crypto module', () => {
  const takers = pure.filter(({ foreign }) =>
    foreign.some(
      ({ module, names }) => module === 'node:crypto' && /random|generate|webcrypto|\*/i.test(names),
    ),
  );
  assert.equal(
    takers.map(({ path }) => path),
    [],
  );
});

test('only the disk’s own files touch the disk', () => {
  const doors = ['artifacts/', 'output/disk.ts', 'boot/', 'cli/', common, ...scripts];
  const others = all.filter(
    ({ path, foreign }) =>
      foreign.some(({ module }) => /^node:fs(\/|$)/.test(module)) &&
      !doors.some((door) => path.startsWith(door)),
  );
  assert.equal(
    others.map(({ path }) => path),
    [],
  );
});

test('versions are compared in upstream alone', () => {
  const comparing = /\bcompareReleases\b|[<>]=?\s*['"`]v?\d+\./;
  assert.equal(offences(all, comparing, ['upstream/']), []);
});

test('no shipped profile is known by its name', () => {
  const names = readdirSync(new URL('../../profiles/', import.meta.url))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace('.yaml', ''));
  assert.ok(names.length >= 4);
  // As a word of its own: two are named after the systems that they show.
  assert.equal(offences(all, new RegExp(`(['"\`/])(${names.join('|')})(\\.yaml)?['"\`]`)), []);
});

test('a file is read in one sitting', () => {
  // Pins are tables: one row an artifact, nothing to follow.
  const long = all.filter(({ path, lines }) => lines > 300 && !path.startsWith('upstream/pins/'));
  assert.equal(
    long.map(({ path, lines }) => `${path}: ${lines} lines`),
    [],
  );
});

test.run();
