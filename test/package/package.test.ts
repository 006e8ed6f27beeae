/** The package as npm would publish it, installed where nothing else is, used by command and by import. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { copyPackages, succeed, temporaryFolder, workingCopy } from '../support/working-copy.ts';

const tree = workingCopy('package');
copyPackages(tree);
const consumer = temporaryFolder('consumer');

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** `prepare` builds dist. */
const [packed] = JSON.parse(succeed('npm pack --silent --json', tree)) as Packed[];
assert.ok(packed);
const paths = packed.files.map(({ path }) => path);

test('the package has what its commands read', () => {
  const needed = [
    'package.json',
    'README.md',
    'LICENSE',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/cli/main.js',
    'src/machine/install/install.sh',
    'profiles/schema.json',
  ];
  assert.equal(
    needed.filter((path) => !paths.includes(path)),
    [],
  );
  const shipped = readdirSync(join(tree, 'profiles'), { recursive: true, encoding: 'utf8' })
    .map((path) => `profiles/${path}`)
    .filter((path) => statSync(join(tree, path)).isFile());
  assert.equal(
    shipped.filter((path) => !paths.includes(path)),
    [],
  );
});

test('the package has nothing else', () => {
  const others = paths.filter(
    (path) => !/^(dist|src|profiles)\/|^(package\.json|README\.md|LICENSE)$/.test(path),
  );
  assert.equal(others, []);
  assert.equal(
    paths.filter((path) => /\.test\.|secrets\.yaml$/.test(path)),
    [],
  );
});

test('it installs where nothing else is', () => {
  writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n');
  succeed(`npm install --no-audit --no-fund --prefer-offline ${join(tree, packed.filename)}`, consumer);
});

test('its commands lead from a template to a tree', () => {
  const { version } = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8')) as { version: string };
  assert.is(succeed('npx nodeseed --version', consumer), `${version}\n`);
  succeed('npx nodeseed init --out cluster.yaml', consumer);
  succeed('npx nodeseed secrets new cluster.yaml --out cluster-secrets.yaml', consumer);
  succeed('npx nodeseed check cluster.yaml --secrets cluster-secrets.yaml', consumer);
  succeed('npx nodeseed build cluster.yaml --secrets cluster-secrets.yaml --out out', consumer);
  succeed('cd out && sha256sum --check --quiet SHA256SUMS', consumer);
});

const program = `import { mkdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, chunksOf, InputError, type Fault, type OutputFile } from 'nodeseed';

const files: readonly OutputFile[] = await build({
  profile: readFileSync('cluster.yaml', 'utf8'),
  secrets: readFileSync('cluster-secrets.yaml', 'utf8'),
});
for (const { path, content } of files) {
  mkdirSync(dirname(join('by-library', path)), { recursive: true });
  await writeFile(join('by-library', path), chunksOf(content));
}
const faults: readonly Fault[] = await build({ profile: '{}', secrets: '' }).then(
  () => [],
  (error: unknown) => (error instanceof InputError ? error.faults : []),
);
if (faults.length === 0) throw new Error('an empty profile has faults');
`;

test('as a library it has types, and yields what the command writes', () => {
  writeFileSync(join(consumer, 'use.ts'), program);
  mkdirSync(join(consumer, 'js'));
  const tsc = join(tree, 'node_modules/.bin/tsc');
  const types = `--types node --typeRoots ${join(tree, 'node_modules/@types')}`;
  succeed(`${tsc} --strict --target es2023 --module nodenext ${types} --outDir js use.ts`, consumer);
  succeed('node js/use.js', consumer);
  succeed('diff -r --exclude=manifest.json --exclude=SHA256SUMS out by-library', consumer);
});

test.run();
