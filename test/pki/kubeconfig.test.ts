/** kubeconfigs, as kubectl reads them. */
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CORE_SCHEMA, load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { secretContent } from '../../src/model/secret-content.ts';
import { issueCertificate } from '../../src/pki/certificate.ts';
import { type Kubeconfig, type KubeconfigOptions, renderKubeconfig } from '../../src/pki/kubeconfig.ts';
import { pinned } from '../support/debian.ts';
import { run } from '../support/judges.ts';
import fc from '../support/property.ts';
import { newAuthority, request, seed, withFiles } from './support.ts';

const authority = newAuthority();
const leaf = issueCertificate(request(), authority, seed);

const base: KubeconfigOptions = {
  clusterName: 'lab',
  server: 'https://api.lab.example:6443',
  userName: 'system:node:worker-1',
  contextName: 'default',
};

const variants: Readonly<Record<string, KubeconfigOptions>> = {
  embedded: { ...base, certificateAuthority: { data: authority.certificate }, credential: { leaf } },
  files: {
    ...base,
    certificateAuthority: { file: '/etc/kubernetes/pki/ca.pem' },
    credential: { files: { certificate: '/var/lib/kubelet/client.pem', key: '/var/lib/kubelet/client.key' } },
  },
  token: {
    ...base,
    credential: { token: secretContent('cluster', 'abcdef.0123456789abcdef') },
    namespace: 'kube-system',
  },
  tokenFile: { ...base, credential: { tokenFile: '/run/token' } },
  bare: { ...base, server: 'http://localhost:8080', clusterExtra: { 'tls-server-name': 'api' } },
  extra: { ...base, userExtra: { 'as-user-extra': {}, as: 'somebody', 'as-groups': ['one'] } },
};

const text = (options: KubeconfigOptions) => Buffer.from(renderKubeconfig(options).reveal()).toString('utf8');
const parsed = (options: KubeconfigOptions) => load(text(options), { schema: CORE_SCHEMA }) as Kubeconfig;

test('it is secret when something secret is in it', () => {
  const secrecies = Object.entries(variants).map(([name, options]) => [
    name,
    renderKubeconfig(options).secrecy,
  ]);
  assert.equal(Object.fromEntries(secrecies), {
    embedded: 'node',
    files: 'public',
    token: 'node',
    tokenFile: 'public',
    bare: 'public',
    extra: 'public',
  });
  for (const userExtra of [{ password: 'x' }, { token: 'x' }, { exec: {} }, { 'client-key-data': 'eA==' }]) {
    assert.is(renderKubeconfig({ ...base, userExtra }).secrecy, 'node');
  }
});

test('the whole file, with embedded data', () => {
  const base64 = (data: string | Uint8Array) => Buffer.from(data as Uint8Array).toString('base64');
  assert.equal(parsed(variants['embedded'] ?? base), {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'lab',
        cluster: {
          'certificate-authority-data': base64(authority.certificate),
          server: 'https://api.lab.example:6443',
        },
      },
    ],
    contexts: [{ name: 'default', context: { cluster: 'lab', user: 'system:node:worker-1' } }],
    'current-context': 'default',
    preferences: {},
    users: [
      {
        name: 'system:node:worker-1',
        user: {
          'client-certificate-data': base64(leaf.certificate),
          'client-key-data': base64(leaf.key.reveal()),
        },
      },
    ],
  });
});

test('the whole file, with paths', () => {
  assert.is(
    text(variants['files'] ?? base),
    `apiVersion: v1
kind: Config
clusters:
  - name: lab
    cluster:
      certificate-authority: /etc/kubernetes/pki/ca.pem
      server: https://api.lab.example:6443
contexts:
  - name: default
    context:
      cluster: lab
      user: system:node:worker-1
current-context: default
preferences: {}
users:
  - name: system:node:worker-1
    user:
      client-certificate: /var/lib/kubelet/client.pem
      client-key: /var/lib/kubelet/client.key
`,
  );
});

test('hostile names stay what they are', () => {
  const hostile = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(hostile, hostile, (clusterName, userName) => {
      const config = parsed({ ...base, clusterName, userName });
      assert.is(config.clusters[0]?.name, clusterName);
      assert.is(config.users[0]?.name, userName);
      assert.equal(config.contexts[0]?.context, { cluster: clusterName, user: userName });
    }),
  );
});

test('the options and the result, printed, show no key and no token', () => {
  for (const options of Object.values(variants)) {
    for (const shown of [options, renderKubeconfig(options)]) {
      const printed = JSON.stringify(shown) + inspect(shown, { depth: 9, showHidden: true });
      assert.not.match(printed, '0123456789abcdef');
      assert.not.match(printed, 'PRIVATE KEY');
    }
  }
});

const kubectl = pinned('kubectl 1.36');

if (kubectl !== undefined) {
  for (const [name, options] of Object.entries(variants)) {
    test(`kubectl reads the one with ${name}`, () => {
      withFiles({ config: text(options) }, (folder) => {
        const view = run(join(kubectl, 'usr/bin/kubectl'), [
          '--kubeconfig',
          join(folder, 'config'),
          'config',
          'view',
          '--raw',
          '-o',
          'json',
        ]);
        assert.is(view.status, 0, view.stderr);
        const seen = JSON.parse(view.stdout) as Kubeconfig;
        const expected = parsed(options);
        assert.is(seen['current-context'], 'default');
        assert.equal(seen.clusters, expected.clusters);
        assert.equal(seen.contexts, expected.contexts);
        assert.equal(withoutEmpty(seen.users[0]?.user), withoutEmpty(expected.users[0]?.user));
      });
    });
  }
}

/** kubectl leaves out what is empty. */
function withoutEmpty(user: object | undefined): object {
  return Object.fromEntries(Object.entries(user ?? {}).filter(([, value]) => JSON.stringify(value) !== '{}'));
}

test.run();
