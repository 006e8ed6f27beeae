/** Secrets as they grow older: tokens that are added, certificates that are renewed. */
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { minimalProfile, shippedProfile, workerPool } from '../support/profile.ts';
import { call } from './support/call.ts';
import { snapshot, workFolder } from './support/folder.ts';

interface SecretsFile {
  readonly issuedAt: string;
  readonly generation?: number;
  readonly bootstrapTokens?: readonly { id: string; secret: string; expires?: string }[];
  readonly renewals?: Record<string, { generation: number; issuedAt: string }>;
}

const joining = { kubelet: { clientCertificate: 'bootstrap' } };
const today = '2026-03-01T12:00:00Z';

async function prepared(profile: string, ...more: string[]): Promise<string> {
  const folder = workFolder();
  writeFileSync(join(folder, 'p.yaml'), profile);
  const args = ['secrets', 'new', 'p.yaml', '--out', 's.yaml', '--issued-at', '2026-01-01T00:00:00Z'];
  const { code, stderr } = await call([...args, ...more], folder);
  assert.is(code, 0, stderr);
  return folder;
}

const read = (folder: string) => load(readFileSync(join(folder, 's.yaml'), 'utf8')) as SecretsFile;
const ends = (folder: string) => (read(folder).bootstrapTokens ?? []).map(({ expires }) => expires);
const secretsCall = (folder: string, command: string, ...more: string[]) =>
  call(['secrets', command, 'p.yaml', '--secrets', 's.yaml', ...more], folder, today);

test('a new token is good for a year from the issue date, or as long as is said; 0 is for ever', async () => {
  assert.equal(ends(await prepared(minimalProfile(joining))), ['2027-01-01T00:00:00Z']);
  assert.equal(ends(await prepared(minimalProfile(joining), '--token-ttl', '36h30m')), [
    '2026-01-02T12:30:00Z',
  ]);
  assert.equal(ends(await prepared(minimalProfile(joining), '--token-ttl', '0')), [undefined]);
});

test('token: one more, good from now on; its secret is not said, and nothing else changes', async () => {
  const folder = await prepared(minimalProfile(joining), '--token-ttl', '24h');
  const before = read(folder);
  const added = await secretsCall(folder, 'token', '--ttl', '48h');
  const token = read(folder).bootstrapTokens?.[1];
  assert.equal(
    [added.code, added.stdout, added.stderr],
    [0, `s.yaml: added bootstrap token ${token?.id}, good until 2026-03-03T12:00:00Z; build again\n`, ''],
  );
  await secretsCall(folder, 'token', '--expires', '2026-06-01T02:00:00+02:00');
  await secretsCall(folder, 'token');
  await secretsCall(folder, 'token', '--ttl', '0');
  assert.equal(ends(folder).slice(1), [
    '2026-03-03T12:00:00Z',
    '2026-06-01T00:00:00Z',
    '2027-03-01T12:00:00Z',
    undefined,
  ]);
  const { bootstrapTokens, ...rest } = read(folder);
  assert.equal({ ...rest, bootstrapTokens: bootstrapTokens?.slice(0, 1) }, before);
  assert.not(added.stdout.includes(token?.secret ?? 'none'));
  assert.is(statSync(join(folder, 's.yaml')).mode & 0o777, 0o600);
  assert.equal(readdirSync(folder).sort(), ['p.yaml', 's.yaml']);
});

test('add: the token that was missing is good from now on', async () => {
  const folder = await prepared(minimalProfile());
  writeFileSync(join(folder, 'p.yaml'), minimalProfile(joining));
  await secretsCall(folder, 'add');
  assert.equal(ends(folder), ['2027-03-01T12:00:00Z']);
});

test('machines join with the token that ends last', async () => {
  const folder = await prepared(minimalProfile(joining), '--token-ttl', '24h');
  const used = async () => {
    const file = ['--node', 'worker-1', '--file', '/etc/kubernetes/bootstrap-kubelet.conf'];
    const { stdout } = await call(['show', 'p.yaml', '--secrets', 's.yaml', ...file], folder);
    return /token: ['"]?(\w+)\./.exec(stdout)?.[1];
  };
  const last = (folder: string) => read(folder).bootstrapTokens?.at(-1)?.id;
  const first = last(folder);
  assert.is(await used(), first);
  await secretsCall(folder, 'token', '--ttl', '48h');
  const second = last(folder);
  assert.is(await used(), second);
  // It is the last of the list, but ends before the second one does.
  await secretsCall(folder, 'token', '--ttl', '1h');
  assert.is(await used(), second);
  await secretsCall(folder, 'token', '--ttl', '48h');
  assert.is(await used(), last(folder));
  await secretsCall(folder, 'token', '--ttl', '0');
  assert.is(await used(), last(folder));
});

test('a token that is expired already, and what is no time, are wrong calls', async () => {
  const folder = await prepared(minimalProfile(joining));
  const before = snapshot(folder);
  const wrong: [string[], RegExp][] = [
    [['--expires', '2026-03-01T12:00:00Z'], /lets nobody in/],
    [['--expires', 'tomorrow'], /--expires takes an RFC 3339 time/],
    [['--ttl', '1d'], /--ttl takes a duration/],
    [['--ttl', '10ms'], /--ttl takes a duration/],
    [['--ttl', '1h', '--expires', '2027-01-01T00:00:00Z'], /mutually exclusive/],
  ];
  for (const [more, says] of wrong) {
    const { code, stderr } = await secretsCall(folder, 'token', ...more);
    assert.is(code, 2, stderr);
    assert.match(stderr, says);
  }
  assert.equal(snapshot(folder), before);
});

test('a secrets file behind a link stays where it is', async () => {
  const folder = await prepared(minimalProfile(joining));
  symlinkSync('s.yaml', join(folder, 'link.yaml'));
  const { code } = await call(['secrets', 'token', 'p.yaml', '--secrets', 'link.yaml'], folder, today);
  assert.is(code, 0);
  assert.is(ends(folder).length, 2);
  assert.equal(readdirSync(folder).sort(), ['link.yaml', 'p.yaml', 's.yaml']);
});

/** Every file of a build, by node; `''` has those that are nobody's. */
async function built(folder: string, out: string): Promise<Map<string, string[]>> {
  const args = ['build', 'p.yaml', '--secrets', 's.yaml', '--out', out, '--admin-kubeconfig'];
  const { code, stderr } = await call(args, folder);
  assert.is(code, 0, stderr);
  const found = new Map<string, string[]>();
  for (const line of snapshot(join(folder, out))) {
    if (/^(?:manifest\.json|SHA256SUMS|nodes) /.test(line)) continue;
    const node = /^nodes\/([^/ ]+)/.exec(line)?.[1] ?? '';
    found.set(node, [...(found.get(node) ?? []), line]);
  }
  return found;
}

function changed(before: Map<string, string[]>, after: Map<string, string[]>): string[] {
  const same = (name: string) => JSON.stringify(before.get(name)) === JSON.stringify(after.get(name));
  return [...after.keys()].filter((name) => !same(name)).sort();
}

for (const name of ['ha', 'split-ca']) {
  test(`${name}: renewing a node changes that node's files, and no byte of another's`, async () => {
    const folder = await prepared(shippedProfile(name));
    const before = await built(folder, 'before');
    const some = [...before.keys()].filter((node) => node !== '').slice(0, 2);
    const [first = ''] = some;
    const { code, stdout } = await secretsCall(folder, 'renew', ...some.flatMap((node) => ['--node', node]));
    assert.is(code, 0);
    assert.match(
      stdout,
      new RegExp(`^s\\.yaml: new keys and certificates of ${some.join(', ')} from ${today} on; build again`),
    );
    const renewal = { generation: 1, issuedAt: today };
    assert.equal(read(folder).renewals, Object.fromEntries(some.map((node) => [node, renewal])));
    const after = await built(folder, 'after');
    assert.equal(changed(before, after), some);
    // Again: the next generation.
    await secretsCall(folder, 'renew', '--node', first, '--issued-at', '2026-04-01T00:00:00Z');
    assert.equal(read(folder).renewals?.[first], { generation: 2, issuedAt: '2026-04-01T00:00:00Z' });
    assert.equal(changed(after, await built(folder, 'again')), [first]);
  });

  test(`${name}: renewing without a name changes everybody's files, and what is nobody's`, async () => {
    const folder = await prepared(shippedProfile(name));
    const before = await built(folder, 'before');
    const [first = ''] = [...before.keys()].filter((node) => node !== '');
    for (const _ of [1, 2]) await secretsCall(folder, 'renew', '--node', first);
    const renewed = await built(folder, 'renewed');
    await secretsCall(folder, 'renew');
    assert.equal(
      [read(folder).issuedAt, read(folder).generation, read(folder).renewals],
      [today, 3, undefined],
      'a generation that no node has had',
    );
    const after = await built(folder, 'after');
    assert.equal(changed(before, after), [...before.keys()].sort());
    assert.equal(changed(renewed, after), [...before.keys()].sort());
  });
}

test('a node that comes in month eleven has a full year, and the others are left alone', async () => {
  const nodes = [
    { name: 'worker-1', address: '10.0.1.11/24', podCIDRs: ['10.244.0.0/24'] },
    { name: 'worker-2', address: '10.0.1.12/24', podCIDRs: ['10.244.1.0/24'] },
  ];
  const profileOf = (count: number) =>
    minimalProfile({
      pools: [workerPool('debian-13', { nodes: nodes.slice(0, count) })],
      podNetwork: { type: 'none' },
    });
  const folder = await prepared(profileOf(1));
  const before = await built(folder, 'before');
  writeFileSync(join(folder, 'p.yaml'), profileOf(2));
  await secretsCall(folder, 'renew', '--node', 'worker-2', '--issued-at', '2026-12-01T00:00:00Z');
  assert.equal(changed(before, await built(folder, 'after')), ['worker-2']);
  const warned = await call(['check', 'p.yaml', '--secrets', 's.yaml'], folder, '2027-06-01T00:00:00Z');
  assert.match(warned.stderr, /the certificates of worker-1 ended at 2027-01-01T00:00:00Z/);
  assert.not.match(warned.stderr, /worker-2/);
  const later = await call(['check', 'p.yaml', '--secrets', 's.yaml'], folder, '2027-11-15T00:00:00Z');
  assert.match(
    later.stderr,
    /of worker-2 end at 2027-12-01T00:00:00Z \(nodeseed secrets renew p\.yaml --secrets s\.yaml --node worker-2\)/,
  );
});

test('a node that the profile does not have is a wrong call, and so is a pool of unknown machines', async () => {
  const folder = await prepared(shippedProfile('autoscaling'));
  const before = snapshot(folder);
  for (const name of ['worker-99', 'workers', 'worker']) {
    const { code, stderr } = await secretsCall(folder, 'renew', '--node', name);
    assert.is(code, 2, stderr);
    assert.match(stderr, new RegExp(`there is no node ${name} with certificates of its own`));
  }
  assert.equal(snapshot(folder), before);
});

test.run();
