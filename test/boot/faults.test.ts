/** A machine whose sources fail, each in its own way, booted from what `build` wrote; then the same machine with the cause taken away. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { impatient } from '../../src/boot/body.ts';
import type { Report } from '../../src/boot/report.ts';
import { buildBundle } from './bundle.ts';
import { faultCase, printFaultCases } from './fault-cases.ts';
import { run, upstreamFolder } from './places.ts';
import { writeProfile } from './profile.ts';
import { canBoot, type Installed, install } from './rig.ts';
import { digestOf, fillMirror, publish } from './upstream.ts';

/** Nobody listens there. */
const dead = 'http://192.0.2.10:1/';
/** What the profile pins of kube-proxy, and the mirror does not have at first. */
const right = Buffer.from('#!/bin/sh\n/bin/sleep infinity &\nwait\n');

/** The same for both tests, which are two boots of one machine. */
async function failing(): Promise<Installed & { readonly wrongDigest: string; readonly repair: () => void }> {
  const published = await publish();
  fillMirror(upstreamFolder(), 'good', published);
  const choices = { mirrors: [dead, 'empty', 'good'], digests: { kubeProxy: digestOf(right) } };
  const bundle = buildBundle(writeProfile(join(run().folder, 'profile'), published, choices));
  const installed = await install(bundle, bundle.first('ubuntu-24.04'), 'bookworm', 'faults');
  // The pauses between the rounds of retries, which are minutes, are not what is under test here.
  installed.machine.write(impatient.path, impatient.text ?? '', impatient.mode);
  const wrong = published.find(({ key }) => key === 'kubeProxy');
  if (!wrong) throw new Error('upstream publishes no kube-proxy');
  return {
    ...installed,
    wrongDigest: wrong.digest,
    repair: () => fillMirror(upstreamFolder(), 'good', [{ ...wrong, bytes: right }]),
  };
}

function stateOf(report: Report, unit: string): string | undefined {
  return report.units.get(unit)?.properties['ActiveState'];
}

if (canBoot()) {
  const { machine, web, close, wrongDigest, repair } = await failing();
  const kubeProxy = join(machine.root, 'usr/local/bin/kube-proxy');

  test('a dead source and an empty one are named, and the good third one is taken', async () => {
    const report = await machine.boot();
    const next = 'asking the next source';
    const runc = /github\.com\/opencontainers\/runc\/releases\/download\/v1\.4\.3\/runc\.amd64/.source;
    faultCase(
      'a mirror where nobody listens',
      report,
      new RegExp(`runc 1\\.4\\.3: http://192\\.0\\.2\\.10:1/${runc}: curl: \\(7\\) .*connect.*; ${next}`),
    );
    faultCase(
      'a mirror that lacks a program',
      report,
      new RegExp(`runc 1\\.4\\.3: http://192\\.0\\.2\\.10/empty/${runc}: curl: \\(22\\) .* 404; ${next}`),
    );
    assert.ok(report.installer.includes('runc 1.4.3: placed'));
    const asked = web.requests.filter((line) => line.endsWith('/runc.amd64'));
    assert.equal(
      asked.map((line) => line.slice(0, '200 /good'.length)),
      ['404 /empt', '200 /good'],
    );
    assert.is(stateOf(report, 'kubelet.service'), 'active');

    // A wrong digest: the program is not placed, its unit not started, and one line says what was expected and what came.
    const place = `/var/lib/nodeseed/artifacts/${digestOf(right).replace(':', '-')}`;
    faultCase(
      'a mirror with another digest',
      report,
      new RegExp(
        `FAILED kube-proxy 1\\.36\\.4: no source gave it: .*: digest is ${wrongDigest}, expected ${digestOf(right)}; put a right one at ${place} or correct the source, then systemctl restart nodeseed-install`,
      ),
    );
    assert.not.ok(existsSync(kubeProxy));
    assert.is(stateOf(report, 'kube-proxy.service'), 'inactive');
    assert.is(stateOf(report, 'nodeseed-install.service'), 'failed');
    assert.equal(
      report.failed.map((failed) => failed.split(' ')[0]),
      ['nodeseed-install.service'],
    );
    assert.match(report.installer.at(-1) ?? '', /^ended with failures: \d+$/);
  });

  test('the next boot finishes the work once the source is right, and touches nothing else', async () => {
    repair();
    const before = web.requests.length;
    const report = await machine.boot();
    assert.ok(report.installer.includes('kube-proxy 1.36.4: placed'), report.installer.join('\n'));
    assert.ok(report.installer.includes('kubelet 1.36.4: in place'));
    assert.is(report.installer.at(-1), 'ended well');
    assert.is(report.system, 'running', report.failed.join('\n'));
    assert.is(stateOf(report, 'kube-proxy.service'), 'active');
    const fetched = web.requests.slice(before).filter((line) => line.startsWith('200 '));
    assert.equal(fetched, ['200 /good/dl.k8s.io/release/v1.36.4/bin/linux/amd64/kube-proxy']);
  });

  test.after(async () => {
    printFaultCases();
    await close();
  });
}

test.run();
