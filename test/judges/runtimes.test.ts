/**
 * dockerd and containerd on their configurations. Of containerd the 1.6 of bookworm judges the form without a version and
 * form 2, the 2.1 of sid form 3. Of a key or a plugin that they do not know they say little or nothing, so every value has to
 * come back from them.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import TOML from '@iarna/toml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { put, scratchFolder } from '../formats/support/on-disk.ts';
import { pinned } from '../support/debian.ts';
import { available, missing, run } from '../support/judges.ts';
import { everyNode, has, onePerPool, textOf } from './outputs.ts';
import { rootWith } from './support/on-disk.ts';

interface Table {
  readonly [key: string]: unknown;
}

const path = '/etc/containerd/config.toml';
const scratch = scratchFolder();
const nodes = everyNode().filter((one) => has(one, path));

const bookworm = available('containerd', 'containerd') ? 'containerd' : undefined;
const sid = pinned('containerd 2.1');
/** By the form of the file. */
const programs: Readonly<Record<number, string | undefined>> = {
  1: bookworm,
  2: bookworm,
  3: sid && join(sid, 'usr/bin/containerd'),
};

/** What 1.6 says of every file of the first form. */
const oldForm = /^time="[^"]*" level=warning msg="containerd config version `1` has been deprecated[^\n]*\n$/;

/** Everything that containerd has against a configuration, or has not understood. */
function faultsOf(program: string, text: string): string[] {
  const file = join(mkdtempSync(join(scratch, 'config-')), 'config.toml');
  writeFileSync(file, text);
  const { status, stdout, stderr } = run(program, ['--config', file, 'config', 'dump']);
  if (status !== 0) return [stderr];
  const config = TOML.parse(text);
  const understood = new Map(leaves(TOML.parse(stdout)).map(([key, value]) => [key, JSON.stringify(value)]));
  const lost = leaves(config).filter(([key, value]) => understood.get(key) !== JSON.stringify(value));
  const known = pluginsOf(run(program, ['config', 'default']).stdout);
  const warnings = config['version'] === undefined ? stderr.replace(oldForm, '') : stderr;
  return [
    ...(warnings === '' ? [] : [warnings]),
    ...lost.filter(([key]) => key !== 'version').map(([key, value]) => `${key} is not ${value}`),
    ...pluginsOf(text).filter((name) => !known.includes(name)),
  ];
}

/** Every value with the names above it. */
function leaves(table: Table, above: readonly string[] = []): [string, unknown][] {
  return Object.entries(table).flatMap(([key, value]): [string, unknown][] => {
    const at = [...above, above.join() === 'plugins' ? fullName(key) : key];
    return isTable(value) ? leaves(value, at) : [[at.join(' / '), value]];
  });
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pluginsOf(text: string): string[] {
  return Object.keys(TOML.parse(text)['plugins'] ?? {}).map(fullName);
}

/** Forms 2 and 3 call the plugin `cri` by its full name. */
function fullName(plugin: string): string {
  return plugin === 'cri' ? 'io.containerd.grpc.v1.cri' : plugin;
}

/** Pools share a text, so each is judged once. */
const judged = new Map(nodes.map((one) => [textOf(one, path), one.title]));

for (const [text, title] of judged) {
  const config = TOML.parse(text);
  const form = Number(config['version'] ?? 1);
  const program = programs[form];
  if (program === undefined) {
    missing(`no containerd here reads the form ${form} of ${title}`);
    continue;
  }
  test(`${title}: containerd reads form ${form} without a warning and has understood every value`, () => {
    assert.equal(faultsOf(program, text), []);
  });
}

for (const form of [2, 3]) {
  const program = programs[form];
  if (program === undefined) continue;
  test(`form ${form}: neither a misspelt key nor a misspelt plugin would be overlooked`, () => {
    assert.equal(faultsOf(program, `version = ${form}\n[debug]\nlevel = "info"\n`), []);
    for (const wrong of ['[grpc]\nadress = "/x"\n', '[plugins."io.containerd.cri"]\nx = 1\n']) {
      assert.ok(faultsOf(program, `version = ${form}\n${wrong}`).length > 0, wrong);
    }
  });
}

const docker = pinned('docker 26');

if (docker !== undefined) {
  // Where it has not been installed it does not find its proxy.
  const options = ['--validate', '--userland-proxy-path=/bin/true', '--config-file'];
  const dockerd = (file: string) => run(join(docker, 'usr/sbin/dockerd'), [...options, file]);

  test('dockerd has nothing against its configuration', () => {
    for (const one of onePerPool().filter((node) => has(node, '/etc/docker/daemon.json'))) {
      const file = join(rootWith(scratch, one, /^\/etc\/docker\//), 'etc/docker/daemon.json');
      const done = dockerd(file);
      assert.equal([done.status, done.stdout + done.stderr], [0, 'configuration OK\n'], one.title);
    }
  });

  test('dockerd would not overlook an unknown key', () => {
    put(scratch, '/daemon.json', '{"execopts": []}');
    assert.match(dockerd(join(scratch, 'daemon.json')).stderr, 'execopts');
  });
}

test('there is something to judge', () => assert.ok(judged.size > 2));

test.run();
