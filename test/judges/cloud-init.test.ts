/**
 * cloud-init of three generations on what it will be given. 22.4 overlooks unknown keys at the top level, the newer two do
 * not, and each says more than `Valid` where it has something against a key. For network-config the schema of all three says
 * nothing without a netplan of their own age: netplan itself is asked.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump, load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CloudInitProgram, cloudInits } from '../formats/support/cloud-inits.ts';
import { scratchFolder } from '../formats/support/on-disk.ts';
import { available, run } from '../support/judges.ts';
import { type BuiltNode, everyNode, filesOf } from './outputs.ts';

const scratch = scratchFolder();
const script = fileURLToPath(new URL('support/cloud-init.py', import.meta.url));
const nodes = everyNode().filter(({ node }) => node.system.boots === 'cloud-init');

interface Judgement {
  readonly schema: string;
  readonly metaData: Readonly<Record<string, string>>;
  readonly networkConfig: unknown;
}

/** The folder that NoCloud would read, with the file that it always asks for. */
function seed(name: string, files: ReadonlyMap<string, Uint8Array>): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'vendor-data'), '');
  for (const [file, bytes] of files) if (!file.endsWith('.tar.gz')) writeFileSync(join(folder, file), bytes);
  return folder;
}

function judge({ packages }: CloudInitProgram, seeds: readonly string[]): Judgement[] {
  const place = mkdtempSync(join(scratch, 'var-'));
  const done = run('/usr/bin/python3', [script, packages, place, ...seeds]);
  assert.is(done.status, 0, done.stderr);
  return done.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const files = await Promise.all(nodes.map(filesOf));
// Profiles have nodes of the same name.
const seeds = nodes.map(({ of, node }, index) => seed(`${of.name}-${node.name}`, files[index] ?? new Map()));
const networks = files.map((all) => all.get('network-config')).map((bytes) => bytes && load(text(bytes)));

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

for (const program of cloudInits()) {
  test(`${program.name}: the schema has nothing against user-data, NoCloud finds names and network`, () => {
    const judgements = judge(program, seeds);
    assert.is(judgements.length, nodes.length);
    for (const [index, { schema, metaData, networkConfig }] of judgements.entries()) {
      const [{ title, node, machine }] = nodes.slice(index) as [BuiltNode];
      assert.match(schema.trim(), /^Valid (?:cloud-config:|schema) \S+$/, title);
      assert.match(metaData['instance-id'] ?? '', /^.+-[0-9a-f]{12}$/, title);
      assert.is(metaData['instance-id']?.slice(0, -13), node.name);
      assert.is(metaData['local-hostname'], machine.hostname);
      assert.equal(networkConfig ?? undefined, networks[index], title);
    }
  });

  test(`${program.name}: would not overlook a misspelt key`, () => {
    const misspelt = new Map([
      ['user-data', Buffer.from('#cloud-config\nwrite_files:\n  - pathh: /x\nruncmnd: []\n')],
      ['meta-data', Buffer.from('instance-id: x\n')],
    ]);
    const [judgement] = judge(program, [seed('misspelt', misspelt)]);
    assert.match(judgement?.schema ?? '', 'pathh');
    if (program.name !== 'system') assert.match(judgement?.schema ?? '', 'runcmnd');
  });
}

if (available('netplan', 'netplan.io')) {
  test('netplan takes the network-config of every pool without a word', () => {
    const pools = new Map(nodes.map(({ of, node }, index) => [`${of.name} ${node.pool}`, networks[index]]));
    const given = [...pools].filter(([, network]) => network !== undefined);
    assert.ok(given.length > 0);
    for (const [pool, network] of given) assert.is(netplan(network), '', pool);
  });

  test('netplan would have something against an unknown key', () => {
    assert.match(netplan({ version: 2, ethernets: { eth0: { adresses: [] } } }), "unknown key 'adresses'");
  });
}

function netplan(network: unknown): string {
  const root = mkdtempSync(join(scratch, 'netplan-'));
  mkdirSync(join(root, 'etc/netplan'), { recursive: true });
  writeFileSync(join(root, 'etc/netplan/50-cloud-init.yaml'), dump({ network }), { mode: 0o600 });
  const done = run('netplan', ['generate', '--root-dir', root]);
  return done.stdout + done.stderr + (done.status === 0 ? '' : `status ${done.status}`);
}

test('there is something to judge', () => assert.ok(nodes.length > 1));

test.run();
