import { inspect } from 'node:util';
import TOML from '@iarna/toml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { secretContent } from '../../src/model/secret-content.ts';
import {
  basicAuth,
  basicAuthorization,
  type HostsConfig,
  renderHostsToml,
} from '../../src/pki/registry-auth.ts';

const text = (content: { reveal(): Uint8Array }) => Buffer.from(content.reveal()).toString('utf8');
const credential = { username: 'test', password: secretContent('node', '123£') };

const config: HostsConfig = {
  server: 'https://registry-1.docker.io',
  hosts: [
    {
      url: 'https://mirror.example:5000',
      capabilities: ['pull', 'resolve'],
      ca: ['/etc/one.pem', '/etc/two.pem'],
      skipVerify: false,
      overridePath: true,
      headers: { 'X-Team': 'a "b" \\' },
    },
    { url: 'http://[fd00::1]:5000/v2/proxy', skipVerify: true },
  ],
};

test('basic authorization is RFC 7617’s, with its example in UTF-8', () => {
  assert.is(text(basicAuthorization(credential)), 'Basic dGVzdDoxMjPCow==');
  assert.is(text(basicAuth(credential)), 'dGVzdDoxMjPCow==');
  assert.is(basicAuth(credential).secrecy, 'node');
  assert.throws(() => basicAuth({ ...credential, username: 'a:b' }), /colon/);
});

test('hosts.toml without credentials is public', () => {
  const content = renderHostsToml(config);
  assert.is(content.secrecy, 'public');
  assert.equal(JSON.parse(JSON.stringify(TOML.parse(text(content)))), {
    server: 'https://registry-1.docker.io',
    host: {
      'https://mirror.example:5000': {
        capabilities: ['pull', 'resolve'],
        ca: ['/etc/one.pem', '/etc/two.pem'],
        skip_verify: false,
        override_path: true,
        header: { 'X-Team': 'a "b" \\' },
      },
      'http://[fd00::1]:5000/v2/proxy': { skip_verify: true },
    },
  });
});

test('with a credential it is secret, and the others keep none', () => {
  const content = renderHostsToml(config, new Map([['https://mirror.example:5000', credential]]));
  assert.is(content.secrecy, 'node');
  const { host } = TOML.parse(text(content)) as unknown as { host: Record<string, { header?: object }> };
  assert.equal(
    { ...host['https://mirror.example:5000']?.header },
    {
      'X-Team': 'a "b" \\',
      Authorization: 'Basic dGVzdDoxMjPCow==',
    },
  );
  assert.is(host['http://[fd00::1]:5000/v2/proxy']?.header, undefined);
  assert.not.match(JSON.stringify(content) + inspect(content, { showHidden: true }), 'dGVzd');
});

test('hosts keep the order they are tried in', () => {
  const written = text(renderHostsToml(config));
  assert.ok(written.indexOf('mirror.example') < written.indexOf('fd00::1'));
});

test('a credential for a host that is not there is our own mistake', () => {
  assert.throws(() => renderHostsToml(config, new Map([['https://other', credential]])), /no host/);
});

test('no hosts, no table', () =>
  assert.is(text(renderHostsToml({ server: 'https://a', hosts: [] })), 'server = "https://a"\n'));

test.run();
