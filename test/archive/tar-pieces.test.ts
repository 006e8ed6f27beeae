import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tar } from '../../src/archive/tar.ts';
import { type TarMember, tarPieces } from '../../src/archive/tar-pieces.ts';
import type { Stored } from '../../src/model/assembly.ts';
import { Content, publicContent } from '../../src/model/content.ts';
import { secretContent } from '../../src/model/secret-content.ts';

const artifacts = new Map<string, Buffer>();
function stored(bytes: Buffer, algorithm: 'sha256' | 'sha512' = 'sha256'): Stored {
  const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}` as const;
  artifacts.set(digest, bytes);
  return { digest, size: bytes.length };
}

async function whole(members: readonly TarMember[]): Promise<Buffer> {
  const pieces = await tarPieces(members);
  return Buffer.concat(
    pieces.map((piece) =>
      piece instanceof Content ? piece.reveal() : (artifacts.get(piece.digest) as Buffer),
    ),
  );
}

test('files and artifacts come out as the archive that tar() makes of the same bytes', async () => {
  for (const length of [0, 1, 511, 512, 513, 100_000]) {
    const bytes = Buffer.alloc(length, 'x');
    for (const name of ['a', `artifacts/sha512-${'0'.repeat(128)}`, `${'y'.repeat(120)}/ä`]) {
      const expected = Buffer.from(await tar([{ type: 'file', name, mode: 0o640, uid: 0, gid: 0, bytes }]));
      assert.ok((await whole([{ name, mode: 0o640, content: stored(bytes) }])).equals(expected), name);
      assert.ok((await whole([{ name, mode: 0o640, content: publicContent(bytes) }])).equals(expected), name);
    }
  }
});

test('GNU tar reads sizes beyond eight gigabytes', async () => {
  const size = 9 * 2 ** 30 + 1;
  const [header] = await tarPieces([{ name: 'large', mode: 0o644, content: { digest: 'sha256:00', size } }]);
  const { stdout } = spawnSync('tar', ['-tvf', '-'], {
    input: (header as Content).reveal(),
    encoding: 'utf8',
  });
  assert.match(stdout, /9663676417/);
});

test('a member is as secret as it is, and an artifact is everybody’s', async () => {
  const pieces = await tarPieces([
    { name: 'a', mode: 0o644, content: publicContent('a') },
    { name: 'b', mode: 0o600, content: secretContent('node', 'b') },
    { name: 'c', mode: 0o644, content: stored(Buffer.from('c')) },
  ]);
  assert.equal(
    pieces.map((piece) => (piece instanceof Content ? piece.secrecy : 'artifact')),
    ['public', 'public', 'public', 'public', 'node', 'public', 'public', 'artifact', 'public', 'public'],
  );
});

test.run();
