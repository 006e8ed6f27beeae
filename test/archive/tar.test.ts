import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type TarEntry, tar } from '../../src/archive/tar.ts';
import { run } from '../support/judges.ts';

const file = (name: string, more: Partial<TarEntry> = {}): TarEntry =>
  ({ type: 'file', name, mode: 0o644, uid: 0, gid: 0, bytes: new Uint8Array(), ...more }) as TarEntry;

async function listed(entries: readonly TarEntry[]): Promise<string[]> {
  const input = Buffer.from(await tar(entries)).toString('latin1');
  const done = run('sh', ['-c', 'iconv -f utf-8 -t latin1 | tar --numeric-owner --full-time --utc -tvf -'], {
    input,
  });
  assert.equal([done.status, done.stderr], [0, '']);
  return done.stdout.split('\n').slice(0, -1);
}

test('owners are numbers, the time is the epoch, modes are exact, names are sorted by byte', async () => {
  const lines = await listed([
    file('b', { mode: 0o4755, uid: 990, gid: 991 }),
    file('a', { mode: 0 }),
    { type: 'symlink', name: 'a-link', uid: 0, gid: 0, target: 'a' },
    { type: 'directory', name: 'd', mode: 0o1777, uid: 0, gid: 4_000_000 },
    file('Z', { uid: 4_000_000 }),
  ]);
  assert.equal(lines, [
    '-rw-r--r-- 4000000/0         0 1970-01-01 00:00:00 Z',
    '---------- 0/0               0 1970-01-01 00:00:00 a',
    'lrwxrwxrwx 0/0               0 1970-01-01 00:00:00 a-link -> a',
    '-rwsr-xr-x 990/991           0 1970-01-01 00:00:00 b',
    'drwxrwxrwt 0/4000000         0 1970-01-01 00:00:00 d/',
  ]);
});

test('names of every length survive, also those that fill the header exactly', async () => {
  const names = [99, 100, 101, 154, 155, 156, 255].flatMap((length) => {
    const word = 'x'.repeat(length);
    return [word, `folder/${word}`, `${word}/file`, `${'y'.repeat(90)}/${word}`];
  });
  const lines = await listed(names.map((name) => file(name)));
  assert.equal(lines.map((line) => line.split(' ').at(-1)).sort(), names.sort());
  const targets = [100, 101, 300].map((length) => 'z'.repeat(length));
  const links = targets.map(
    (target, index): TarEntry => ({ type: 'symlink', name: `l${index}`, uid: 0, gid: 0, target }),
  );
  assert.equal(
    (await listed(links)).map((line) => line.split(' ').at(-1)),
    targets,
  );
  const deep = Array.from({ length: 40 }, (_, index) => `part-${index}`).join('/');
  const folder: TarEntry = { type: 'directory', name: deep, mode: 0o755, uid: 0, gid: 0 };
  assert.match((await listed([folder]))[0] ?? '', new RegExp(` ${deep}/$`));
});

test('the order that entries come in does not matter', async () => {
  const entries = ['b', 'a', 'c/d', 'é'].map((name) => file(name));
  assert.equal(await tar(entries), await tar([...entries].reverse()));
});

test('a name that leads elsewhere, and one that comes twice, is a bug', async () => {
  for (const name of ['/etc/x', '../x', 'a/../b', './a', 'a//b', 'a/', '', 'a\0b']) {
    const error = await tar([file(name)]).catch((thrown: Error) => thrown);
    assert.is((error as Error).name, 'Bug', JSON.stringify(name));
  }
  const error = await tar([file('a'), file('a')]).catch((thrown: Error) => thrown);
  assert.is((error as Error).name, 'Bug');
});

test('nothing at all is an archive too', async () => {
  assert.is((await tar([])).length, 1024);
});

test.run();
