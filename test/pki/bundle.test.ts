import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { trustBundle } from '../../src/pki/bundle.ts';
import { pem } from '../../src/pki/x509/pem.ts';
import { newAuthority } from './support.ts';

const [one, two] = [newAuthority('ECDSA-P256').certificate, newAuthority('ECDSA-P384').certificate];

test('certificates follow each other in the order given', () =>
  assert.is(trustBundle([two, one]), two + one));

test('each stands once, with LF, without what is between', () => {
  const windows = `subject=CN = x\r\n${one.replaceAll('\n', '\r\n')}\r\n`;
  assert.is(trustBundle([windows, one, `\n${two}${one}`]), one + two);
  assert.is(trustBundle([one.trimEnd()]), one);
});

test('a private key beside a certificate stays out', () => {
  const key = pem('PRIVATE KEY', Buffer.alloc(80, 1));
  assert.is(trustBundle([key + one + key]), one);
  assert.is(trustBundle([key]), '');
});

test.run();
