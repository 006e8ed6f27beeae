/** The forms in which publishers state digests, as each of them writes it. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { digestIn } from '../../src/upstream/checksums.ts';
import fc from '../support/property.ts';

const hex = (digit: string, length = 64) => digit.repeat(length);
const file = 'containerd-2.3.4-linux-amd64.tar.gz';

/** As runc publishes it: runc.sha256sum. */
const signed = [
  '-----BEGIN PGP SIGNED MESSAGE-----',
  'Hash: SHA512',
  '',
  `${hex('a')}  runc.amd64`,
  `${hex('b')}  runc.arm64`,
  `- ${hex('c')}  -dashed`,
  '-----BEGIN PGP SIGNATURE-----',
  '',
  `${hex('d')}  runc.amd64`,
  '-----END PGP SIGNATURE-----',
  '',
].join('\n');

const rows: readonly (readonly [what: string, text: string, name: string, found: object])[] = [
  ['the digest alone', hex('a'), 'kubelet', { digest: `sha256:${hex('a')}` }],
  ['the digest alone, with a line break', `${hex('a')}\n`, 'kubelet', { digest: `sha256:${hex('a')}` }],
  ['in capitals, with CR LF', `${hex('A')}\r\n`, 'kubelet', { digest: `sha256:${hex('a')}` }],
  ['sha512 alone', hex('a', 128), 'kubelet', { digest: `sha512:${hex('a', 128)}` }],
  ['digest and name', `${hex('a')}  ${file}\n`, file, { digest: `sha256:${hex('a')}` }],
  ['sha512 and name', `${hex('a', 128)}  ${file}\n`, file, { digest: `sha512:${hex('a', 128)}` }],
  ['a name read as binary', `${hex('a')} *${file}\n`, file, { digest: `sha256:${hex('a')}` }],
  ['a name below a folder', `${hex('a')}  ./release/${file}\n`, file, { digest: `sha256:${hex('a')}` }],
  ['a list of several', `${hex('a')}  other\n${hex('b')}  ${file}\n`, file, { digest: `sha256:${hex('b')}` }],
  ['clear-signed: the signed text alone', signed, 'runc.amd64', { digest: `sha256:${hex('a')}` }],
  ['clear-signed, the second line', signed, 'runc.arm64', { digest: `sha256:${hex('b')}` }],
  ['clear-signed, behind a dash escape', signed, '-dashed', { digest: `sha256:${hex('c')}` }],
  ['another name alone', `${hex('a')}  other\n`, file, { problem: `it says nothing of ${file}` }],
  ['a name that only ends alike', `${hex('a')}  x${file}\n`, file, { problem: `it says nothing of ${file}` }],
  [
    'two digests of one file',
    `${hex('a')}  ${file}\n${hex('b')}  ${file}\n`,
    file,
    { problem: `it has several digests of ${file}` },
  ],
  [
    'a signed message cut short',
    signed.slice(0, signed.indexOf('-----BEGIN PGP SIGNATURE')),
    'runc.amd64',
    { problem: 'it is a signed message without an end' },
  ],
  ['a page that says no', '<html>404</html>', file, { problem: 'it is no file of checksums' }],
  ['nothing', '', file, { problem: 'it is no file of checksums' }],
  ['a digest cut short', hex('a', 63), 'kubelet', { problem: 'it is no file of checksums' }],
  ['sha1', hex('a', 40), 'kubelet', { problem: 'it is no file of checksums' }],
  ['two digests alone', `${hex('a')}\n${hex('b')}\n`, 'kubelet', { problem: 'it is no file of checksums' }],
];

for (const [what, text, name, found] of rows)
  test(what, () => {
    assert.equal(digestIn(text, name), found);
  });

test('a digest is only ever taken from a line that has that name, or from the only line', () => {
  const digest = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
  const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, digest), { minLength: 1, selector: ([one]) => one }),
      (lines) => {
        const text = lines.map(([one, its]) => `${its}  ${one}`).join('\n');
        for (const [one, its] of lines) assert.equal(digestIn(text, one), { digest: `sha256:${its}` });
        assert.ok('problem' in digestIn(text, 'NOT-THERE'));
      },
    ),
  );
});

test.run();
