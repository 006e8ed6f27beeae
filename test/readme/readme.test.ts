/** Everything the README tells people to type, typed in a copy of the tree in the order it stands there. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { succeed, workingCopy } from '../support/working-copy.ts';
import { type Block, blocks, matchesShown, steps } from './blocks.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const all = blocks(readme);
const commands = all.filter(({ language }) => language === 'sh' || language === 'console');
const profiles = all.filter(({ language }) => language === 'yaml');

/** No packages in it: what installs them is one of the commands. */
const tree = workingCopy('readme');

/** Somebody has used the tree before, for a cluster of theirs. */
const otherSecrets = 'of another cluster\n';
writeFileSync(join(tree, 'secrets.yaml'), otherSecrets);

/** This very run is a part of it. */
const wholeSuite = 'npm run verify';

test('it begins with the two commands that do everything', () => {
  assert.equal(
    commands.slice(0, 2).map(({ text }) => text),
    ['npm run quickstart', wholeSuite],
  );
});

test('verify installs, lints, checks types and tests', () => {
  const { scripts } = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  assert.match(scripts['verify'] ?? '', /^npm ci .*&& npm run lint && npm run types && npm test$/);
  for (const [name, program] of Object.entries({ lint: 'biome', types: 'tsc', test: 'tsx' }))
    assert.match(scripts[name] ?? '', new RegExp(`^${program} `));
});

test('there is a profile to begin with, and no block of a kind that nobody runs', () => {
  assert.ok(profiles.length > 0);
  assert.equal(
    all.filter((block) => !commands.includes(block) && !profiles.includes(block)).map(({ line }) => line),
    [],
  );
});

/** The commands name it `profile.yaml`. */
function writeProfile({ text }: Block): void {
  writeFileSync(join(tree, 'profile.yaml'), `${text}\n`);
}

function runBlock(block: Block): void {
  for (const { command, output } of steps(block)) {
    if (command.trim() === wholeSuite) continue;
    const printed = succeed(command, tree);
    if (output !== undefined)
      assert.ok(
        matchesShown(output, printed),
        `line ${block.line} shows\n${output}\nand this is printed\n${printed}`,
      );
  }
}

for (const block of all) {
  test(`line ${block.line}: ${block.text.split('\n')[0]}`, () => {
    if (profiles.includes(block)) {
      writeProfile(block);
      assert.is(succeed('npx nodeseed check profile.yaml', tree), 'profile.yaml: no faults\n');
    } else runBlock(block);
  });
}

test('the quickstart leaves a tree that its own sums describe', () => {
  succeed('cd out && sha256sum --check --quiet SHA256SUMS', tree);
});

test('it says how to boot and how to ask the cluster, again when it is run again, and leaves other secrets alone', () => {
  const { scripts } = JSON.parse(readFileSync(join(tree, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  // Without the step that installs: that has been done.
  const again = scripts['quickstart']?.replace(/^npm ci [^&]*&& /, '') ?? '';
  const printed = succeed(again, tree);
  assert.match(printed, /^Next: look at out\/nodes\/server\/, hand each machine its own files\.$/m);
  assert.match(printed, /^Once they have booted: kubectl --kubeconfig out\/admin\.conf get nodes$/m);
  assert.ok(existsSync(join(tree, 'out/admin.conf')));
  assert.is(readFileSync(join(tree, 'secrets.yaml'), 'utf8'), otherSecrets);
});

test('every path that it links to is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path);
  assert.equal(
    links.filter((path) => !existsSync(join(tree, path))),
    [],
  );
});

test('what is shown may leave out, and not make up', () => {
  assert.ok(matchesShown('a\n...\nz', 'a\nb\nc\nz\n'));
  assert.ok(matchesShown('total ... KiB', 'total 12 KiB\n'));
  assert.not.ok(matchesShown('a\n...\nz', 'a\nb\ny\n'));
  assert.not.ok(matchesShown('a.c', 'abc\n'));
});

test.run();
