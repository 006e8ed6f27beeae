/**
 * The recipes of the reference, as they stand there. What they name is in what is built; where Debian has the tool, it is the real
 * one, told to read everything and to start nothing.
 */
import { existsSync, lstatSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { call } from '../cli/support/call.ts';
import { type Block, blocks } from '../readme/blocks.ts';
import { available, run } from '../support/judges.ts';
import { shell, temporaryFolder } from '../support/working-copy.ts';

const introduction = readFileSync(new URL('reference/introduction.md', import.meta.url), 'utf8');
const [, section = ''] = /\*\*Recipes\.\*\*(.*?)\n## /s.exec(introduction) ?? [];
const recipes = blocks(section);

const folder = temporaryFolder('recipes');
const programs = join(folder, 'programs');
mkdirSync(programs);

async function build(profile: string, out: string): Promise<void> {
  const path = fileURLToPath(new URL(`../../profiles/${profile}.yaml`, import.meta.url));
  const secrets = `${out}-secrets.yaml`;
  for (const args of [
    ['secrets', 'new', path, '--out', secrets],
    ['build', path, '--secrets', secrets, '--out', out],
  ]) {
    const { code, stderr } = await call(args, folder);
    assert.is(code, 0, stderr);
  }
}

await build('pxe-lab', 'out');
await build('fedora-coreos', 'fcos');
for (const disk of ['debian-13.raw', 'flatcar.raw']) {
  writeFileSync(join(folder, disk), '');
  truncateSync(join(folder, disk), 2 ** 24);
}

/** Stands before the real program on the PATH and gives it more to say, or less to do. */
function instead(program: string, script: string): void {
  const found = run('sh', ['-c', 'command -v -- "$1"', 'sh', program]).stdout.trim();
  writeFileSync(join(programs, program), `#!/bin/bash\n${script.replace('REAL', found)}\n`, { mode: 0o755 });
}

interface Tool {
  readonly package: string;
  readonly script: string;
  /** What it says when it has understood. */
  readonly says: RegExp;
}

const inDebian: Readonly<Record<string, Tool>> = {
  // It opens every file, and does not let its processor run.
  'qemu-system-x86_64': {
    package: 'qemu-system-x86',
    script: 'echo quit | exec REAL -accel tcg -display none -S -monitor stdio "$@"',
    says: /QEMU \d.* monitor/,
  },
  'virt-install': {
    package: 'virtinst',
    script: 'exec REAL --connect test:///default --print-xml "$@"',
    says: /<disk type="file" device="cdrom">/,
  },
  // Building takes minutes, and the right to start containers.
  mkosi: { package: 'mkosi', script: 'exec REAL "${@/#build/summary}"', says: /mkosi\.extra/ },
};
const elsewhere = ['coreos-installer', 'resource'];

function toolOf({ text }: Block): string {
  const found = [...Object.keys(inDebian), ...elsewhere].find((tool) =>
    new RegExp(`^${tool}\\b`, 'm').test(text),
  );
  if (found === undefined) throw new Error(`nobody knows what tries this:\n${text}`);
  return found;
}

test('there are recipes for every kind of tool', () => {
  const tools = new Set(recipes.filter(({ language }) => language !== 'yaml').map(toolOf));
  assert.equal([...tools].sort(), [...Object.keys(inDebian), ...elsewhere].sort());
});

for (const block of recipes) {
  const [first = ''] = block.text.split('\n');
  test(`what it names is built: ${first}`, () => {
    const named = block.text.match(/\b(out|fcos)\/[\w./-]+/g) ?? [];
    assert.ok(named.length > 0);
    for (const path of named) assert.ok(existsSync(join(folder, path)), path);
  });

  if (block.language === 'yaml') {
    if (!available('ansible-playbook', 'ansible-core')) continue;
    test('the tasks of a role unpack the archive', () => {
      // In the place of a machine of its own.
      const root = join(folder, 'root');
      mkdirSync(root);
      const tasks = block.text
        .replace('dest: /\n', `dest: ${root}\n`)
        .replace('src: out', `src: ${folder}/out`)
        .replaceAll(/^/gm, '    ');
      const play = `- hosts: localhost\n  connection: local\n  gather_facts: false\n  tasks:\n${tasks}\n`;
      writeFileSync(join(folder, 'play.yaml'), play);
      const { status, stdout, stderr } = shell('ansible-playbook -i localhost, play.yaml', folder);
      assert.is(status, 0, stdout + stderr);
      assert.ok(lstatSync(join(root, 'etc/systemd/system/nodeseed-install.service')).isFile());
    });
    continue;
  }
  const tool = inDebian[toolOf(block)];
  if (tool === undefined || !available(toolOf(block), tool.package)) continue;
  test(`the tool understands it: ${first}`, () => {
    instead(toolOf(block), tool.script);
    const { status, stdout, stderr } = shell(`PATH=${programs}:$PATH\n${block.text}`, folder);
    assert.is(status, 0, stdout + stderr);
    assert.match(stdout + stderr, tool.says);
  });
}

test.run();
