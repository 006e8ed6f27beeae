/** A machine whose upstream comes up only after it: nobody answers until it has said so itself. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faultLines } from '../../src/boot/check.ts';
import { buildBundle } from './bundle.ts';
import { faultCase, printFaultCases } from './fault-cases.ts';
import { run, upstreamFolder } from './places.ts';
import { writeProfile } from './profile.ts';
import { canBoot, checks, install } from './rig.ts';
import { printTable, type Row, rowOf } from './table.ts';
import { fillMirror, publish } from './upstream.ts';
import { Web } from './web.ts';

const rows: Row[] = [];
const refused =
  /containerd 2\.3\.4: http:\/\/192\.0\.2\.10\/mirror\/\S+: curl: \(7\) .*connect.*; trying again in 2 s/;

if (canBoot()) {
  test('everything is placed in the boot in which the server comes up, and nothing has failed', async () => {
    const published = await publish();
    fillMirror(upstreamFolder(), 'mirror', published);
    const bundle = buildBundle(
      writeProfile(join(run().folder, 'profile'), published, { mirrors: ['mirror'] }),
    );
    const installed = await install(bundle, bundle.first('ubuntu-24.04'), 'bookworm', 'late');
    const { machine, planned, web } = installed;
    await web.close();
    let ended = false;
    const boot = machine.boot().finally(() => {
      ended = true;
    });
    try {
      while (!refused.test(machine.journal())) {
        assert.not.ok(ended, 'it has not missed the server');
        await pause(100);
      }
      const late = await Web.open(machine.lan, upstreamFolder());
      const report = await boot;
      await late.close();
      const compared = checks(installed, report, published);
      rows.push(rowOf(installed, 'server late', report, compared));
      assert.equal(faultLines(compared), [], report.installer.join('\n'));
      faultCase('a server that comes up late', report, refused);
      assert.equal(
        report.installer.filter((line) => line.endsWith(': placed')),
        planned.machine.placements.map(({ artifact }) => `${artifact.name} ${artifact.version}: placed`),
      );
      assert.is(report.installer.at(-1), 'ended well');
      assert.equal(
        late.requests.filter((line) => !line.startsWith('200 ')),
        [],
      );
    } finally {
      machine.close();
    }
  });
  test.after(() => {
    printTable(rows);
    printFaultCases();
  });
}

test.run();
