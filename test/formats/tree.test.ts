import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { describeCertificates } from '../../src/formats/certificate.ts';
import { reviewFiles, treeListing } from '../../src/formats/tree.ts';
import { secretContent } from '../../src/model/secret-content.ts';
import { available, run } from '../support/judges.ts';
import { machine, publicFile, secretFile } from '../support/machine.ts';
import { machineWith } from './support/arbitrary.ts';

const small = {
  ...machineWith([
    publicFile('/etc/a', 'public\n', 0o640, 'kubernetes'),
    secretFile('/etc/key', 'very secret\n'),
    publicFile('/etc/odd\u001b[31m', ''),
  ]),
  directories: [],
  links: machine.links.slice(0, 1),
  units: machine.units.slice(0, 2),
};

test('a line a path with mode, owner, size and digest or secrecy; then the units', () => {
  assert.is(
    treeListing(small),
    [
      '0640  kubernetes:kubernetes  7    cde1925e8f892f5d  /etc/a',
      'link                                                /etc/alternatives/tool -> ../../opt/odd/-dash',
      '0600  root:root              12   secret: node      /etc/key',
      '0644  root:root              0    e3b0c44298fc1c14  /etc/odd\\u001b[31m',
      '0644  root:root              105  fa3926f630a1ee53  /etc/systemd/system/kubelet.service',
      '0644  root:root              38   7486020c9605e097  /etc/systemd/system/kubelet.service.d/10-nodeseed.conf',
      '',
      'unit  masked   firewalld.service',
      'unit  enabled  kubelet.service',
      '',
    ].join('\n'),
  );
});

test('no secret and no digest of one is in what is reviewed', () => {
  const all = reviewFiles(machine)
    .map(({ path, content }) => `${path}\n${Buffer.from(content.reveal()).toString('latin1')}`)
    .join('\n');
  const secret = secretContent('node', 'not really a key\n');
  assert.not.ok(all.includes('not really a key'));
  assert.ok(all.includes(`[secret: node, ${secret.size} bytes]`));
  assert.ok(reviewFiles(machine).every(({ content }) => content.secrecy === 'public'));
});

test('public files are as they are, below root/', () => {
  const files = new Map(reviewFiles(machine).map(({ path, content }) => [path, content]));
  for (const { path, content } of machine.files) {
    if (content.secrecy === 'public') assert.is(files.get(`root${path}`), content);
  }
  assert.ok(files.has('root/etc/systemd/system/kubelet.service.d/10-nodeseed.conf'));
  assert.is(
    Buffer.from(files.get('certificates/etc/kubernetes/pki/ca.crt.txt')?.reveal() ?? []).toString(),
    'not a certificate that can be read\n',
  );
});

if (available('openssl', 'openssl')) {
  test('certificates are described, each of a chain', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nodeseed-tree-'));
    const out = join(folder, 'cert.pem');
    const args = 'req -x509 -newkey rsa:2048 -nodes -set_serial 4660';
    const dated = [
      '-subj',
      '/O=system:nodes/CN=system:node:w1',
      '-addext',
      'subjectAltName=DNS:w1,IP:10.0.0.1',
    ];
    const usage = [
      '-addext',
      'extendedKeyUsage=serverAuth,1.2.3',
      '-addext',
      'basicConstraints=critical,CA:false',
    ];
    const done = run('openssl', [
      ...args.split(' '),
      '-keyout',
      join(folder, 'key'),
      '-out',
      out,
      ...dated,
      ...usage,
    ]);
    assert.is(done.status, 0, done.stderr);
    const text = readFileSync(out, 'utf8');
    const [first = '', second] = describeCertificates(`# a comment\n${text}\n${text}`);
    rmSync(folder, { recursive: true });
    assert.is(first, second);
    assert.is(
      first.replace(/^not .*\n/gm, ''),
      [
        'subject: O=system:nodes, CN=system:node:w1',
        'issuer: O=system:nodes, CN=system:node:w1',
        'subject alternative names: DNS:w1, IP Address:10.0.0.1',
        'extended key usage: server authentication, 1.2.3',
        'authority: no',
        'key: rsa 2048',
        'serial: 1234',
        '',
      ].join('\n'),
    );
    assert.match(first, /^not before: 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/m);
  });
}

test.run();
