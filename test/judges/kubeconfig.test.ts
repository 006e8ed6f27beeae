/**
 * kubectl, of Kubernetes 1.20 and 1.36, on every kubeconfig: it reads what is meant, and with nothing but the machine's files it
 * reaches the server by its name, trusts it, and shows a certificate that the server accepts, or the token.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { adminKubeconfig } from '../../src/credentials/cluster.ts';
import { issuer } from '../../src/credentials/issue.ts';
import { tokenText } from '../../src/secrets/secrets.ts';
import { compareReleases } from '../../src/upstream/release.ts';
import { debianRoot, put, scratchFolder } from '../formats/support/on-disk.ts';
import { pinned } from '../support/debian.ts';
import { missing, run } from '../support/judges.ts';
import { type BuiltNode, onePerPool, shipped } from './outputs.ts';
import { serverCertificate } from './support/api-server.ts';
import type { Heard, Talk } from './support/talks.ts';

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly server: string } }];
  readonly users: readonly [{ readonly name: string; readonly user: Readonly<Record<string, unknown>> }];
  readonly [key: string]: unknown;
}

interface Case {
  readonly title: string;
  readonly one: BuiltNode;
  readonly root: string;
  readonly path: string;
  readonly content: Kubeconfig;
}

/** kubectl and the server go by the clock. */
const today = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;
const adminPath = '/root/admin.conf';
const scratch = scratchFolder();
const talks = fileURLToPath(new URL('support/talks.ts', import.meta.url));

const kubectls = (['kubectl 1.20', 'kubectl 1.36'] as const).flatMap((program) => {
  const root = pinned(program);
  return root === undefined ? [] : [{ name: program, folder: join(root, 'usr/bin') }];
});
const cases = onePerPool(shipped(today)).flatMap(casesOf);

/** A root with the machine's files, and the kubeconfigs in it. */
function casesOf(one: BuiltNode): Case[] {
  const root = debianRoot(mkdtempSync(join(scratch, 'root-')));
  for (const folder of ['dev', 'tmp', 'opt/kubectl']) mkdirSync(join(root, folder));
  const { cluster, secrets } = one.of;
  const admin = adminKubeconfig(cluster, secrets, issuer(secrets)).content;
  const files = [...one.machine.files, { path: adminPath, content: admin }].map(({ path, content }) => {
    return { path, text: Buffer.from(content.reveal()).toString() };
  });
  for (const { path, text } of files) put(root, path, text);
  const kubeconfigs = files.filter(({ text }) => /^kind: Config$/m.test(text));
  const cases = kubeconfigs.map(({ path, text }) => {
    return { title: `${one.title} ${path}`, one, root, path, content: load(text) as Kubeconfig };
  });
  const hosts = new Set(
    cases.map(({ content }) => serverOf(content).hostname).filter((host) => !/^\[|^[\d.]+$/.test(host)),
  );
  put(root, '/etc/hosts', `127.0.0.1 localhost ${[...hosts].join(' ')}\n`);
  return cases;
}

function serverOf(content: Kubeconfig): URL {
  return new URL(content.clusters[0].cluster.server);
}

/** In namespaces where every port is free, so that kubeconfigs are used as they are. */
function talk(all: readonly Talk[]): Heard[] {
  const command = ['--net', '--mount', process.execPath, '--import', 'tsx', talks];
  const done = run('unshare', command, { input: JSON.stringify(all) });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

function talkOf({ one, root, path, content }: Case, kubectl: string): Talk {
  const { protocol, port, hostname } = serverOf(content);
  const host = hostname.replace(/^\[|\]$/g, '');
  const tls = protocol === 'https:' ? { tls: serverCertificate(one.of, host) } : {};
  return { root, kubectl, kubeconfig: path, host, port: Number(port), ...tls };
}

/** Who the server has to take the client for. */
function expectedOf({ one, path, content }: Case): Pick<Heard, 'bearer' | 'client'> {
  const bearer = '';
  if (serverOf(content).protocol === 'http:') return { bearer };
  const [token] = one.of.secrets.bootstrapTokens;
  if (content.users[0].user['token'] !== undefined) return { bearer: token ? tokenText(token) : 'none' };
  if (path === adminPath) return { bearer, client: client('kubernetes-admin', 'system:masters') };
  if (path.includes('proxy')) return { bearer, client: client('system:kube-proxy', 'system:node-proxier') };
  const ofServer = one.node.role === 'control-plane' ? servers(one)[path] : undefined;
  return { bearer, client: ofServer ?? client(`system:node:${one.node.name}`, 'system:nodes') };
}

/** As kubeadm gives them to a server: from 1.29 on its administrators' rights come from a binding, and one kubeconfig needs none. */
function servers({ of }: BuiltNode): Readonly<Record<string, Heard['client']>> {
  const bound = compareReleases(of.cluster.version.release, '1.29') >= 0;
  const admin = client('kubernetes-admin', bound ? 'kubeadm:cluster-admins' : 'system:masters');
  return {
    '/etc/kubernetes/admin.conf': admin,
    '/etc/kubernetes/super-admin.conf': client('kubernetes-super-admin', 'system:masters'),
    '/etc/kubernetes/controller-manager.conf': client('system:kube-controller-manager'),
    '/etc/kubernetes/scheduler.conf': client('system:kube-scheduler'),
  };
}

function client(commonName: string, organization?: string): NonNullable<Heard['client']> {
  return { commonName, ...(organization && { organization }) };
}

for (const { name, folder } of kubectls) {
  for (const { title, root, path, content } of cases) {
    test(`${name}, ${title}: read as it was meant`, () => {
      const args = ['--kubeconfig', join(root, path), 'config', 'view', '--raw', '-o', 'json'];
      const { status, stdout, stderr } = run(join(folder, 'kubectl'), args);
      assert.equal([status, stderr], [0, '']);
      const read = JSON.parse(stdout);
      for (const key of ['clusters', 'contexts', 'current-context']) assert.equal(read[key], content[key]);
      // An impersonation of nobody says nothing, so kubectl does not repeat it.
      const { 'as-user-extra': _, ...user } = content.users[0].user;
      assert.equal(read.users, [{ name: content.users[0].name, user }]);
    });
  }
}

if (process.getuid?.() !== 0) missing('kubectl in namespaces of its own needs root');
else {
  for (const { name, folder } of kubectls) {
    test(`${name}: every kubeconfig reaches a server that takes it for who it is`, () => {
      const heard = talk(cases.map((one) => talkOf(one, folder)));
      for (const [index, one] of cases.entries()) {
        assert.equal(heard[index], { status: 0, stdout: 'fine', stderr: '', ...expectedOf(one) }, one.title);
      }
    });
  }
}

test('neither side would take a stranger', () => {
  const kubectl = kubectls[0]?.folder;
  const [one] = cases.filter(({ content }) => serverOf(content).protocol === 'https:') as [Case];
  const stranger = shipped(today).find(({ name }) => name !== one.one.of.name);
  if (kubectl === undefined || stranger === undefined || process.getuid?.() !== 0) return;
  const ours = talkOf(one, kubectl);
  const theirs = serverCertificate(stranger, serverOf(one.content).hostname);
  const [distrusting, distrusted] = talk([
    { ...ours, tls: theirs },
    { ...ours, tls: { ...serverCertificate(one.one.of, serverOf(one.content).hostname), ca: theirs.ca } },
  ]);
  assert.is(distrusting?.status, 1);
  assert.match(distrusting?.stderr ?? '', 'certificate signed by unknown authority');
  assert.is(distrusted?.client, undefined);
});

test('there is something to judge', () => assert.ok(cases.length > 5));

test.run();
