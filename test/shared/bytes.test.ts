import { gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sha256, sha512 } from '../../src/shared/digest.ts';
import { gzip } from '../../src/shared/gzip.ts';
import fc from '../support/property.ts';

test('zlib unpacks what gzip packed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) =>
      Buffer.from(bytes).equals(gunzipSync(gzip(bytes))),
    ),
  );
  const large = Buffer.from('nodeseed '.repeat(300_000));
  assert.ok(large.equals(gunzipSync(gzip(large))));
});

test('the header has no time and no name, and the bytes are these on every machine', () => {
  const packed = gzip(Buffer.from('nodeseed\n'.repeat(3)));
  assert.is(Buffer.from(packed.slice(0, 10)).toString('hex'), '1f8b0800000000000003');
  assert.is(
    Buffer.from(packed).toString('hex'),
    '1f8b0800000000000003cbcb4f492d4e4d4de1c2640000b51eb3451b000000',
  );
});

test('digests are FIPS 180-4’s, in lower case', () => {
  assert.is(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.is(sha256(new Uint8Array()), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.is(
    sha512('abc'),
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
      '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  );
});

test.run();
