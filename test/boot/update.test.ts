/** A second bundle on a machine that has its first: a new version of one program and other words for the kubelet. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faultLines } from '../../src/boot/check.ts';
import { seedFolder } from '../../src/boot/seed.ts';
import { buildBundle } from './bundle.ts';
import { faultCase, printFaultCases } from './fault-cases.ts';
import { run, upstreamFolder } from './places.ts';
import { writeProfile } from './profile.ts';
import { canBoot, checks, install } from './rig.ts';
import { printTable, type Row, rowOf } from './table.ts';
import { digestOf, fillMirror, type Published, publish } from './upstream.ts';

const system = 'ubuntu-24.04';
const rows: Row[] = [];

/** The next version of a program, published at the next version's place. */
function nextRunc(published: readonly Published[]): Published[] {
  const text = '#!/bin/sh\n# The next stand-in for runc.\n/bin/sleep infinity &\nwait\n';
  return published.map((one) =>
    one.key === 'runc'
      ? {
          ...one,
          place: one.place.replace('v1.4.3', 'v1.5.1'),
          bytes: Buffer.from(text),
          digest: digestOf(text),
          programs: new Map([['runc', text]]),
        }
      : one,
  );
}

if (canBoot()) {
  test('a second bundle converges: what is new is fetched and restarted, everything else left alone', async () => {
    const first = await publish();
    const second = nextRunc(first);
    fillMirror(upstreamFolder(), 'mirror', [...first, ...second]);
    const choices = { mirrors: ['mirror'] };
    const before = buildBundle(writeProfile(join(run().folder, 'first'), first, choices));
    const more = {
      binaries: {
        runc: { version: 'v1.5.1', digest: digestOf(second.find(({ key }) => key === 'runc')?.bytes ?? '') },
      },
      kubelet: { config: { maxPods: 42 } },
    };
    const after = buildBundle(
      writeProfile(join(run().folder, 'second'), second, { ...choices, more }),
      undefined,
      join(run().folder, 'first', 'secrets.yaml'),
    );
    const planned = before.first(system);
    const installed = await install(before, planned, 'bookworm', 'update');
    const { machine, web } = installed;
    try {
      const firstReport = await machine.boot();
      const firstChecks = checks(installed, firstReport, first);
      rows.push(rowOf(installed, 'first bundle', firstReport, firstChecks));
      assert.equal(faultLines(firstChecks), []);
      const requests = web.requests.length;
      const next = { ...installed, planned: after.first(system) };
      seedFolder(machine, after.folder(planned.node.name));
      const report = await machine.boot();
      const nextChecks = checks(next, report, second);
      rows.push(rowOf(next, 'second bundle', report, nextChecks));
      assert.equal(faultLines(nextChecks), [], report.installer.join('\n'));
      assert.match(readFileSync(join(machine.root, 'var/lib/kubelet/config.yaml'), 'utf8'), /^maxPods: 42$/m);
      assert.equal(
        web.requests
          .slice(requests)
          .filter((line) => line.startsWith('200 '))
          .map((line) => line.replace(/^.*\//, '')),
        ['runc.amd64'],
      );
      faultCase('a second bundle', report, /runc 1\.5\.1: placed/);
      assert.ok(report.installer.includes('kubelet 1.36.4: in place'));
    } finally {
      await installed.close();
    }
  });

  test.after(() => {
    printTable(rows);
    printFaultCases();
  });
}

test.run();
