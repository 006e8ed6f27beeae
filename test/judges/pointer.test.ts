/** The shipped profile that points elsewhere, as Ignition and cloud-init read it, with a server that gives them the right bytes or others. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildFiles } from '../../src/build.ts';
import { renderings } from '../../src/formats/node-files.ts';
import type { Content } from '../../src/model/content.ts';
import type { OutputFile } from '../../src/model/output.ts';
import { cloudInits, schema } from '../formats/support/cloud-inits.ts';
import { canIgnite, ignite, validate } from '../formats/support/ignition-program.ts';
import { debianRoot, scratchFolder } from '../formats/support/on-disk.ts';
import { machinesFrom, minimalProfile, shippedProfile, workerPool } from '../support/profile.ts';
import { assertMachine } from './support/on-disk.ts';

const scratch = scratchFolder();
const program = fileURLToPath(new URL('support/serve-folder.mjs', import.meta.url));

/** A web server of its own process, as the judges are waited for; it ends with its input. */
async function served(folder: string): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const server = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(server.stdout as NonNullable<typeof server.stdout>, 'data')) as [Buffer];
  return { server, url: `http://127.0.0.1:${line.toString().trim()}/first-boot` };
}

const folder = mkdtempSync(join(scratch, 'served-'));
const { server, url } = await served(folder);
test.after(() => {
  server.stdin?.end();
});

/** Debian's Ignition reads up to 3.3.0. */
const profile = shippedProfile('cloud-budget')
  .replace('https://seeds.budget.example/first-boot', url)
  .replaceAll('os: flatcar-4593', 'os: flatcar-4593\n    ignitionVersion: 3.3.0');
const from = machinesFrom(profile);
const { files, fits } = await buildFiles(from.profile, from.secrets);

function built(path: RegExp): OutputFile<Content> {
  const found = files.filter((file) => path.test(file.path));
  assert.is(found.length, 1, `${path}: ${found.map((file) => file.path)}`);
  return found[0] as OutputFile<Content>;
}

function save(name: string, bytes: Uint8Array): string {
  const file = join(scratch, name);
  writeFileSync(file, bytes);
  return file;
}

/** Puts what `build` wrote to serve/ where the server looks for it. */
function serve({ path, content }: OutputFile<Content>, bytes: Uint8Array = content.reveal()): void {
  const file = join(folder, path.replace(/^serve/, 'first-boot'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

test('every node of the profile has a pointer within the limit, and what it leads to', () => {
  assert.is(fits.length, 6);
  for (const { node, fit } of fits) {
    assert.is(fit.how, 'pointer', node.name);
    assert.ok(fit.content.size <= 16_384);
    built(new RegExp(`^serve/${node.name}/[0-9a-f]{64}\\.(ign|tar\\.gz)$`));
  }
});

for (const one of cloudInits()) {
  test(`${one.name}: the schema has nothing against the pointer, nor against the full user-data`, () => {
    const general = from.machines[0];
    assert.ok(general);
    const whole = renderings(general.node, general.machine)['user-data'];
    assert.ok((whole?.size ?? 0) > 16_384);
    const pointer = built(/^nodes\/general-1\/user-data$/).content;
    for (const content of [whole, pointer]) {
      const file = save('user-data', content?.reveal() ?? new Uint8Array());
      const said = schema(one, '--config-file', file);
      assert.equal([said.status, said.stderr], [0, ''], said.stdout);
    }
  });
}

/** The same on a way that goes through a proxy, to a server whose authority only this site trusts. */
async function pointerByProxy(os: string, more: object): Promise<string> {
  const certificate = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/s.exec(
    shippedProfile('workers-modern'),
  )?.[0];
  const host = {
    proxy: { httpProxy: 'http://proxy.example:3128', httpsProxy: 'https://proxy.example:3129' },
    trustedCAs: [{ name: 'site', certificate: `${certificate?.replaceAll(/^ +/gm, '')}\n` }],
  };
  const settings = { host, platform: 'ec2', delivery: { url: 'https://seeds.example' }, ...more };
  const one = machinesFrom(
    minimalProfile({ pki: { keyAlgorithm: 'RSA-2048' }, pools: [workerPool(os, settings)] }),
  );
  const [fit] = (await buildFiles(one.profile, one.secrets)).fits;
  assert.is(fit?.fit.how, 'pointer');
  return save('by-proxy', fit?.fit.content.reveal() ?? new Uint8Array());
}

for (const one of cloudInits()) {
  test(`${one.name}: the schema has nothing against a pointer with a proxy and an authority`, async () => {
    const said = schema(one, '--config-file', await pointerByProxy('debian-13', {}));
    assert.equal([said.status, said.stderr], [0, ''], said.stdout);
  });
}

if (canIgnite()) {
  test('ignition-validate has nothing to say of a pointer with a proxy and an authority', async () => {
    const more = { ignitionVersion: '3.3.0', containerRuntime: { source: 'system' } };
    const file = await pointerByProxy('flatcar-4593', more);
    const { proxy, security } = JSON.parse(readFileSync(file, 'utf8')).ignition;
    assert.is(proxy.httpsProxy, 'https://proxy.example:3129');
    assert.ok(proxy.noProxy.includes('10.96.0.0/12'));
    assert.is(security.tls.certificateAuthorities.length, 1);
    assert.is(validate(file), '');
  });

  const pointer = save('pointer.ign', built(/^nodes\/immutable-1\/config\.ign$/).content.reveal());
  const target = built(/^serve\/immutable-1\//);
  const machine = from.machines.find(({ node }) => node.name === 'immutable-1')?.machine;
  const newRoot = (): string => {
    const root = mkdtempSync(join(scratch, 'root-'));
    chmodSync(root, 0o755);
    return debianRoot(root);
  };

  test('ignition-validate has nothing to say of the pointer and of what it leads to', () => {
    assert.is(validate(pointer), '');
    assert.is(validate(save('target.ign', target.content.reveal())), '');
  });

  test('Ignition fetches what the pointer leads to, and makes the machine of it', () => {
    serve(target);
    const root = newRoot();
    ignite(pointer, root, scratch);
    assert.ok(machine);
    assertMachine(root, machine);
  });

  test('Ignition refuses other bytes: those of another node, which are a good configuration', () => {
    const other = built(/^serve\/immutable-2\//);
    serve(target, other.content.reveal());
    const root = newRoot();
    assert.throws(() => ignite(pointer, root, scratch), /hash/i);
    assert.throws(() => readFileSync(join(root, 'etc/nodeseed/install.sh')));
  });
}

test.run();
