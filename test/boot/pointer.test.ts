/** Machines whose platform takes too little: booted from a pointer, fetched and checked by what is in it, then compared like all others. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faultLines } from '../../src/boot/check.ts';
import type { Report } from '../../src/boot/report.ts';
import { buildBundle } from './bundle.ts';
import { faultCase, printFaultCases } from './fault-cases.ts';
import type { Suite } from './image.ts';
import { run, upstreamFolder } from './places.ts';
import { writeProfile } from './profile.ts';
import { canBoot, checks, type Installed, install } from './rig.ts';
import { printTable, type Row, rowOf } from './table.ts';
import { fillMirror, type Published, publish } from './upstream.ts';
import { upstreamAddress } from './web.ts';

const system = 'ubuntu-24.04';
const rows: Row[] = [];

async function world() {
  const published = await publish();
  fillMirror(upstreamFolder(), 'mirror', published);
  const deliveryUrl = `http://${upstreamAddress}/first-boot`;
  const bundle = buildBundle(
    writeProfile(join(run().folder, 'profile'), published, { mirrors: ['mirror'], deliveryUrl }),
  );
  cpSync(bundle.served, join(upstreamFolder(), 'first-boot'), { recursive: true });
  return { published, bundle };
}

/** What the machine asked the delivery for, and how often. */
function fetched({ web }: Installed): string[] {
  return web.requests.filter((line) => line.includes('/first-boot/'));
}

/** What a machine has that came by a pointer, beyond what any other has. */
const own = [
  '/etc/nodeseed/fetch.sh',
  '/etc/nodeseed/pointer',
  '/etc/systemd/system/multi-user.target.wants/nodeseed-fetch.service',
  '/etc/systemd/system/nodeseed-fetch.service',
  '/etc/systemd/system/nodeseed-fetch.timer',
  '/etc/systemd/system/timers.target.wants/nodeseed-fetch.timer',
  '/var/lib/nodeseed/pointer',
];

function assertMachine(
  installed: Installed,
  report: Report,
  published: readonly Published[],
  boot: string,
  ofTheTest: readonly string[] = [],
): void {
  const compared = checks(installed, report, published);
  const faults = faultLines(compared);
  const expected = [...own, ...ofTheTest].map((path) => `left over ${path}: is new`).sort();
  const unexpected = faults.filter((fault) => !expected.includes(fault)).length;
  rows.push({ ...rowOf(installed, boot, report, compared, 'pointer'), faults: unexpected });
  assert.equal([...faults].sort(), expected, report.installer.join('\n'));
}

/** The words of a journal's lines. */
const said = (journal: string): string[] => journal.split('\n').map((line) => line.replace(/^.*?\]: /, ''));

if (canBoot()) {
  const { published, bundle } = await world();

  for (const suite of ['bookworm', 'trixie'] as const satisfies readonly Suite[]) {
    test(`a machine by the cloud-init of ${suite} becomes what the archive says, and fetches it once`, async () => {
      const installed = await install(bundle, bundle.first(system), suite, `pointer-${suite}`);
      const { machine, planned } = installed;
      try {
        const userData = readFileSync(join(bundle.folder(planned.node.name), 'user-data'));
        assert.ok(userData.length <= 16_384);
        assertMachine(installed, await machine.boot(), published, 'first boot');
        assert.equal(
          fetched(installed).map((line) => line.replace(/[0-9a-f]{64}/, 'DIGEST')),
          [`200 /first-boot/${planned.node.name}/DIGEST.tar.gz`],
        );
        const second = await machine.boot({ byHand: true });
        assertMachine(installed, second, published, 'reboot');
        assert.is(fetched(installed).length, 1, 'nothing is fetched twice');
        assert.not.ok(existsSync(join(machine.root, 'var/lib/nodeseed/pointer.tar.gz')));
      } finally {
        await installed.close();
      }
    });
  }

  test('other bytes at the address are refused, and nothing of them reaches the disk', async () => {
    const installed = await install(bundle, bundle.first(system), 'bookworm', 'pointer-wrong');
    const { machine, planned } = installed;
    const folder = join(upstreamFolder(), 'first-boot', planned.node.name);
    const [name = ''] = readdirSync(folder);
    const right = readFileSync(join(folder, name));
    // A well-formed archive: only the digest tells.
    const other = join(bundle.folder('storage-001'), 'storage-001.rootfs.tar.gz');
    writeFileSync(join(folder, name), readFileSync(other));
    // The pauses between the rounds are not what is under test here.
    machine.write('/usr/local/sbin/sleep', '#!/bin/sh\n', 0o755);
    try {
      await machine.boot();
      faultCase(
        'a pointer to other bytes',
        { installer: said(machine.journal()) },
        /FAILED the machine's archive: refused: its sha256 is [0-9a-f]{64}, expected [0-9a-f]{64}; put what build wrote into serve\/ at delivery\.url; the next try is in a minute/,
      );
      assert.not.ok(existsSync(join(machine.root, 'etc/nodeseed/install.sh')));
      assert.not.match(machine.journal(), name, 'the address is a secret');

      writeFileSync(join(folder, name), right);
      const second = await machine.boot();
      assertMachine(installed, second, published, 'after wrong bytes', ['/usr/local/sbin/sleep']);
    } finally {
      writeFileSync(join(folder, name), right);
      await installed.close();
    }
  });

  test.after(() => {
    printTable(rows);
    printFaultCases();
  });
}

test.run();
