/** `nodeseed fetch` as a user calls it: what is in the cache afterwards, and what is said. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { progressBar } from '../../src/artifacts/progress-bar.ts';
import { mirrorsAt, siteOf } from '../artifacts/support/site.ts';
import { answer, upstream } from '../artifacts/support/upstream.ts';
import { call, shellCommand } from './support/call.ts';
import { finished, started } from './support/child.ts';
import { workFolder } from './support/folder.ts';

const site = siteOf(10_000);
const [firstPath = ''] = site.files.keys();

function folderWithProfile(): string {
  const folder = workFolder();
  writeFileSync(join(folder, 'p.yaml'), site.profile);
  return folder;
}

function mirrorFolder(folder: string): void {
  for (const [path, bytes] of site.files) {
    mkdirSync(dirname(join(folder, 'mirror', path)), { recursive: true });
    writeFileSync(join(folder, 'mirror', path), bytes);
  }
}

const entriesIn = (folder: string) => readdirSync(join(folder, 'cache')).sort();

test('from a server into an empty cache, and then nothing more', async () => {
  const folder = folderWithProfile();
  const server = await upstream(site.ways);
  const args = ['fetch', 'p.yaml', '--cache', 'cache', '--mirrors', mirrorsAt(server.address)];
  const first = await call(args, folder);
  assert.is(first.code, 0, first.stderr);
  assert.is(first.stdout, 'cache: 5 files, 48.8 KiB; 5 fetched, 0 there before\n');
  assert.equal(first.stderr.split('\n').sort(), [
    '',
    ...['cni-plugins 1.9.1', 'containerd 2.3.4', 'crictl 1.36.0', 'kubelet 1.36.4', 'runc 1.4.3'].map(
      (program) => `${program} amd64: fetched, 9.8 KiB`,
    ),
  ]);
  assert.equal(entriesIn(folder), site.entries);
  const asked = server.questions.length;
  const second = await call(args, folder);
  assert.equal(
    [second.code, second.stdout, second.stderr],
    [0, 'cache: 5 files, 48.8 KiB; 0 fetched, 5 there before\n', ''],
  );
  assert.is(server.questions.length, asked);
  await server.close();
});

test('from a folder, with nobody asked on the network', async () => {
  const folder = folderWithProfile();
  mirrorFolder(folder);
  const mirrors = 'https://github.com/=mirror/github.com/,https://dl.k8s.io/=mirror/dl.k8s.io/';
  const done = await call(['fetch', 'p.yaml', '--cache', 'cache', '--offline', '--mirrors', mirrors], folder);
  assert.is(done.code, 0, done.stderr);
  assert.equal(entriesIn(folder), site.entries);
});

test('what fails does not keep the rest from being fetched', async () => {
  const folder = folderWithProfile();
  const server = await upstream({ ...site.ways, [firstPath]: answer(404) });
  const profile = site.profile.replace('binaries:', 'binaries:\n  upstream: false\n  mirrors: MIRRORS');
  const mirrors = mirrorsAt(server.address)
    .split(',')
    .map((one) => one.split('='))
    .map(([prefix, replacement]) => `{ prefix: '${prefix}', replacement: '${replacement}' }`);
  writeFileSync(join(folder, 'p.yaml'), profile.replace('MIRRORS', `[${mirrors.join(', ')}]`));
  const { code, stdout, stderr } = await call(['fetch', 'p.yaml', '--cache', 'cache'], folder);
  await server.close();
  assert.equal([code, stdout], [1, '']);
  assert.match(
    stderr,
    /^p\.yaml:\d+:\d+: error: no source gives containerd 2\.3\.4 amd64: http.*: it answers 404 \[download-failed\]$/m,
  );
  assert.is(entriesIn(folder).length, 4);
});

test('a damaged entry is found with --verify, and fetched again', async () => {
  const folder = folderWithProfile();
  const server = await upstream(site.ways);
  const args = ['fetch', 'p.yaml', '--cache', 'cache', '--mirrors', mirrorsAt(server.address)];
  await call(args, folder);
  const [entry = ''] = site.entries;
  const damaged = readFileSync(join(folder, 'cache', entry));
  damaged[5000] = (damaged[5000] ?? 0) ^ 1;
  writeFileSync(join(folder, 'cache', entry), damaged);
  const unseen = await call(args, folder);
  assert.match(unseen.stdout, /0 fetched, 5 there before/);
  const seen = await call([...args, '--verify'], folder);
  assert.match(seen.stdout, /1 fetched, 4 there before/);
  const again = await call([...args, '--verify'], folder);
  assert.match(again.stdout, /0 fetched, 5 there before/);
  await server.close();
});

test('a build that meets a damaged entry writes nothing, and names the command that helps', async () => {
  const folder = folderWithProfile();
  const server = await upstream(site.ways);
  await call(['fetch', 'p.yaml', '--cache', 'cache', '--mirrors', mirrorsAt(server.address)], folder);
  await server.close();
  const [entry = ''] = site.entries;
  const damaged = readFileSync(join(folder, 'cache', entry));
  damaged[5000] = (damaged[5000] ?? 0) ^ 1;
  writeFileSync(join(folder, 'cache', entry), damaged);
  writeFileSync(join(folder, 'p.yaml'), `${site.profile}\ndelivery: { mode: embed }\n`);
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  const build = ['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'out', '--cache', 'cache'];
  const { code, stderr } = await call(build, folder);
  assert.is(code, 1);
  assert.match(stderr, `cache/${entry} is damaged`);
  assert.match(stderr, 'nodeseed fetch p.yaml --verify');
  assert.not.ok(existsSync(join(folder, 'out')));
});

test('what killed runs have left is taken away; what is another run’s is left', async () => {
  const folder = folderWithProfile();
  mkdirSync(join(folder, 'cache'));
  const gone = await finished(started(['/bin/sh', '-c', 'echo $$'], folder));
  const names = {
    killed: `.part-${hostname()}-${gone.stdout.trim()}-1`,
    running: `.part-${hostname()}-${process.ppid}-1`,
    elsewhere: '.part-another-host-1-1',
    foreign: 'notes.txt',
  };
  for (const name of Object.values(names)) writeFileSync(join(folder, 'cache', name), 'x');
  const server = await upstream(site.ways);
  const done = await call(
    ['fetch', 'p.yaml', '--cache', 'cache', '--mirrors', mirrorsAt(server.address)],
    folder,
  );
  await server.close();
  assert.is(done.code, 0, done.stderr);
  assert.equal(entriesIn(folder), [names.running, names.elsewhere, names.foreign, ...site.entries].sort());
});

test('two runs at once fill one cache', async () => {
  const folder = folderWithProfile();
  const slowly = Object.fromEntries(
    Object.entries(site.ways).map(([path, way]) => [
      path,
      // Both are under way before either gets anything.
      (...args: Parameters<typeof way>) => {
        waiting.push(() => way(...args));
        if (waiting.length >= 10) for (const go of waiting) go();
      },
    ]),
  );
  const waiting: (() => void)[] = [];
  const server = await upstream(slowly);
  const args = [...shellCommand, 'fetch', 'p.yaml', '--cache', 'cache', '--jobs', '5'];
  const runs = [1, 2].map(() =>
    finished(started([...args, '--mirrors', mirrorsAt(server.address)], folder, withoutProxy)),
  );
  for (const { code, stdout, stderr } of await Promise.all(runs)) {
    assert.is(code, 0, stderr);
    assert.match(stdout, /5 fetched, 0 there before/);
  }
  await server.close();
  assert.equal(entriesIn(folder), site.entries);
  const check = await call(['fetch', 'p.yaml', '--cache', 'cache', '--offline', '--verify'], folder);
  assert.is(check.code, 0, check.stderr);
});

const withoutProxy = {
  HTTP_PROXY: '',
  http_proxy: '',
  HTTPS_PROXY: '',
  https_proxy: '',
  NO_PROXY: '',
  no_proxy: '',
};

test('HTTP_PROXY is asked, and not for what NO_PROXY names', async () => {
  const folder = folderWithProfile();
  const server = await upstream(site.ways);
  const through: string[] = [];
  const proxy = createServer((asked, response) => {
    const url = new URL(asked.url ?? '');
    through.push(url.host);
    // The name is none that could be resolved: the proxy knows better.
    const target = new URL(url.pathname, server.address);
    request(target, { headers: asked.headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    }).end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  const run = (cache: string, mirrors: string, env: NodeJS.ProcessEnv) =>
    finished(
      started([...shellCommand, 'fetch', 'p.yaml', '--cache', cache, '--mirrors', mirrors], folder, {
        ...withoutProxy,
        ...env,
      }),
    );
  const proxied = await run('cache', mirrorsAt('http://mirror.invalid'), {
    HTTP_PROXY: `127.0.0.1:${port}`,
  });
  assert.is(proxied.code, 0, proxied.stderr);
  assert.equal(through, Array(5).fill('mirror.invalid'));
  const direct = await run('cache-2', mirrorsAt(server.address), {
    http_proxy: `http://127.0.0.1:${port}`,
    no_proxy: 'lab.example,127.0.0.1',
  });
  assert.is(direct.code, 0, direct.stderr);
  assert.is(through.length, 5);
  proxy.close();
  await server.close();
});

test('without --cache it is the user’s own folder for caches', async () => {
  const folder = folderWithProfile();
  mirrorFolder(folder);
  const args = ['fetch', 'p.yaml', '--offline', '--mirrors', 'https://=mirror/'];
  for (const [env, where] of [
    [{ XDG_CACHE_HOME: join(folder, 'xdg') }, 'xdg/nodeseed/artifacts'],
    [{ XDG_CACHE_HOME: 'relative', HOME: join(folder, 'home') }, 'home/.cache/nodeseed/artifacts'],
  ] as const) {
    const done = await finished(started([...shellCommand, ...args], folder, env));
    assert.is(done.code, 0, done.stderr);
    assert.equal(readdirSync(join(folder, where)).sort(), site.entries);
  }
});

test('a cache that cannot be written is a fault of the input', async () => {
  const folder = folderWithProfile();
  writeFileSync(join(folder, 'cache'), '');
  const { code, stderr } = await call(['fetch', 'p.yaml', '--cache', 'cache/below', '--offline'], folder);
  assert.is(code, 1);
  assert.match(stderr, /^cache\/below:1:1: error: cannot write the cache: .* \[file-unwritable\]\n$/);
});

test('a bundle of wrong calls', async () => {
  const folder = folderWithProfile();
  for (const [args, says] of [
    [['--jobs', '0'], /--jobs takes a number from 1 to 64, not 0/],
    [['--jobs', 'many'], /--jobs takes a number/],
    [['--mirrors', 'mirror/'], /--mirrors takes PREFIX=REPLACEMENT/],
  ] as const) {
    const { code, stderr } = await call(['fetch', 'p.yaml', ...args], folder);
    assert.is(code, 2);
    assert.match(stderr, says);
  }
});

test('on a terminal there is one line, written anew, and lines above it for what has ended', () => {
  const artifact = (name: string) => ({
    ...{ name, version: '1.2.3', arch: 'amd64', format: 'binary' as const },
    digest: `sha256:${name}` as const,
    sources: ['https://lab.example/'] as const,
  });
  const [one, two] = [artifact('one'), artifact('two')];
  let text = '';
  let now = 0;
  const bar = progressBar({ write: (more) => (text += more), columns: () => 60, now: () => now }, 2);
  const shown = () => {
    const lines = text.split('\r\u001b[K');
    text = '';
    return lines.filter((line) => line !== '');
  };
  bar.started(one);
  bar.started(two);
  shown();
  bar.at(one, 50, 200);
  assert.equal(shown(), [], 'not for every byte');
  now += 100;
  bar.at(one, 100, 200);
  assert.equal(shown(), ['[#####...............]  0 of 2  one 1.2.3 amd64 50 %, two 1']);
  bar.trouble(one, 'https://lab.example/', 'it answers 503');
  assert.equal(shown().at(0), 'one 1.2.3 amd64: https://lab.example/: it answers 503\n');
  bar.fetched(one, 2048);
  assert.equal(shown(), [
    'one 1.2.3 amd64: fetched, 2.0 KiB\n',
    '[##########..........]  1 of 2  two 1.2.3 amd64 0 B',
  ]);
  bar.failed(two);
  bar.end();
  assert.equal(shown(), ['two 1.2.3 amd64: not fetched\n', '[####################]  2 of 2  ']);
});

test.run();
