/** The newest Kubernetes of the shipped profiles, for which no program can be had here: strict stand-ins in their places. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faultLines } from '../../src/boot/check.ts';
import { buildBundle } from './bundle.ts';
import { run, upstreamFolder } from './places.ts';
import { writeClusterProfile } from './profile.ts';
import { canBoot, checks, type Installed, install } from './rig.ts';
import { problemsOf, type Versions } from './stand-in/check.ts';
import { verdicts } from './stand-in/verdicts.ts';
import { printTable, type Row, rowOf } from './table.ts';
import { digestOf, fillMirror, type Published, publish } from './upstream.ts';

const versions: Versions = { kubernetes: '1.36', etcd: '3.6.8' };
const repository = fileURLToPath(new URL('../../', import.meta.url));
/** Where a machine sees the repository, and the Node.js that runs this test. */
const inside = '/nodeseed-test/repository';
const node = '/nodeseed-test/node';
const strict = ['kubelet', 'kubeProxy'];

const rows: Row[] = [];

/** A script that gives its own name and arguments to the checks, and becomes them. */
function strictStandIn(): string {
  const loader = `${inside}/node_modules/tsx/dist/loader.mjs`;
  const main = `${inside}/test/boot/stand-in/main.ts`;
  return `#!/bin/sh\nexec ${node} --import ${loader} ${main} ${versions.kubernetes} ${versions.etcd} "$0" "$@"\n`;
}

async function published(): Promise<Published[]> {
  const text = strictStandIn();
  return (await publish({ controlPlane: true })).map((one) =>
    strict.includes(one.key)
      ? {
          ...one,
          bytes: Buffer.from(text),
          digest: digestOf(text),
          programs: new Map([...one.programs.keys()].map((name) => [name, text])),
        }
      : one,
  );
}

if (canBoot()) {
  const all = await published();
  fillMirror(upstreamFolder(), 'mirror', all);
  const bundle = buildBundle(
    writeClusterProfile(join(run().folder, 'modern'), 'ha', all, { mirrors: ['mirror'] }),
  );
  const binds = new Map([
    [repository, inside],
    [process.execPath, node],
  ]);

  const bootNode = async (ofNode: string, name: string, work: (installed: Installed) => Promise<void>) => {
    const installed = await install(bundle, bundle.node(ofNode), 'bookworm', name, {
      binds,
      awaited: [join(verdicts, 'kubelet')],
    });
    try {
      await work(installed);
    } finally {
      await installed.close();
    }
  };

  for (const name of ['cp-1', 'cp-2', 'cp-3', 'worker-01']) {
    test(`${name}: every flag exists in v${versions.kubernetes}, every file is there and belongs to the others`, () =>
      bootNode(name, name, async (installed) => {
        const report = await installed.machine.boot();
        const found = checks(installed, report, all);
        rows.push(rowOf(installed, `v${versions.kubernetes}`, report, found));
        const said = installed.machine
          .journal()
          .split('\n')
          .filter((line) => line.includes('stand-in:'));
        assert.equal(faultLines(found), [], said.join('\n'));
        assert.ok(
          said.some((line) => line.endsWith('kubelet 1.36: every flag and every file is right')),
          said.join('\n'),
        );
      }));
  }

  test('a flag that is gone, a key of somebody else’s, an authority that signed nothing: the kubelet does not stay up', () =>
    bootNode('cp-1', 'broken', async ({ machine }) => {
      await machine.boot();
      const root = (path: string) => join(machine.root, path);
      const pod = root('/etc/kubernetes/manifests/kube-apiserver.yaml');
      writeFileSync(
        pod,
        readFileSync(pod, 'utf8')
          .replace('--profiling=false', '--insecure-port=0')
          .replace(
            '--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt',
            '--etcd-cafile=/etc/kubernetes/pki/ca.crt',
          )
          .replace(
            '--tls-private-key-file=/etc/kubernetes/pki/apiserver.key',
            '--tls-private-key-file=/etc/kubernetes/pki/sa.key',
          ),
      );
      await machine.boot();
      const said = machine.journal();
      assert.match(
        said,
        /stand-in: kubelet: kube-apiserver\.yaml: kube-apiserver: unknown flag: --insecure-port/,
      );
      assert.match(
        said,
        /stand-in: kubelet: kube-apiserver\.yaml: kube-apiserver: etcd-certfile=\S+: .* is not signed by the authority/,
      );
      assert.match(
        said,
        /stand-in: kubelet: kube-apiserver\.yaml: kube-apiserver: tls-cert-file=\S+: the key is not that of/,
      );
    }));

  test('what is no flag at all and a file that is not there are seen too', () => {
    assert.equal(problemsOf('kube-scheduler', ['--kubeconfig=/nonexistent', 'word'], versions), [
      'kube-scheduler: not a flag: word',
      "kube-scheduler: kubeconfig=/nonexistent: ENOENT: no such file or directory, open '/nonexistent'",
    ]);
  });
  test.after(() => printTable(rows));
}

test.run();
