/** Virtual machines that cloud-init sets up on their first boot: by a disk with the seed, and over HTTP. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { run, upstreamFolder } from '../places.ts';
import { snapshot } from '../snapshot.ts';
import { printTable, type Row } from '../table.ts';
import { canRunVms, checksOf, faultsOf, machineFor, rowOf, seedDisk, world } from './rig.ts';
import { webAddress } from './vm.ts';

const rows: Row[] = [];

if (canRunVms()) {
  test('a first boot with the clock twenty years behind and swap in use, then a reboot that changes nothing', async () => {
    const all = await world('iso');
    const planned = all.bundle.first('ubuntu-24.04');
    const vm = machineFor(all, planned, 'iso');
    const seed = seedDisk(all.bundle.folder(planned.node.name), join(run().folder, 'seed.iso'));
    const first = await vm.boot({ arguments: [...seed, '-rtc', 'base=2006-01-01T00:00:00'] });
    const checks = checksOf(vm, all, planned, first);
    rows.push(rowOf('first boot, clock of 2006', planned, 'seed.iso', first, checks));
    assert.is(faultsOf(checks, first), '');
    assert.ok(
      first.installer.some((line) => line.startsWith('clock: it was before the secrets')),
      first.installer.join('\n'),
    );
    assert.ok(first.installer.includes('swap: off'), first.installer.join('\n'));
    assert.ok(first.installer.includes('swap: commented out in /etc/fstab'));

    const before = snapshot(vm.root, planned.machine);
    const requests = vm.requests.length;
    const second = await vm.boot({ arguments: [...seed, '-rtc', 'base=2026-10-01T00:00:00'] });
    const again = checksOf(vm, all, planned, second);
    rows.push(rowOf('reboot', planned, 'seed.iso', second, again));
    assert.is(faultsOf(again, second), '');
    // Copied off the disk, a file has another inode each time.
    const withoutInodes = (lines: readonly string[]) => lines.map((line) => line.replace(/ \d+/, ''));
    assert.equal(withoutInodes(snapshot(vm.root, planned.machine)), withoutInodes(before));
    assert.is(vm.requests.length, requests, 'nothing is fetched twice');
    assert.is(second.installer.at(-1), 'ended well');
  });

  test('a first boot by a seed over HTTP, to which the machine’s serial number points', async () => {
    // It has to ask for its seed before it knows its network: that is the image's business, and DHCP's.
    const all = await world('http', { card: false });
    const planned = all.bundle.first('ubuntu-24.04');
    const served = join(upstreamFolder(), 'seed');
    mkdirSync(served, { recursive: true });
    const folder = all.bundle.folder(planned.node.name);
    for (const name of ['user-data', 'meta-data']) copyFileSync(join(folder, name), join(served, name));
    // Newer ones ask for these as well, and again and again where they are not there.
    for (const name of ['network-config', 'vendor-data']) writeFileSync(join(served, name), '');
    const vm = machineFor(all, planned, 'http');
    const source = `ds=nocloud-net;s=http://${webAddress(1)}/seed/`;
    const report = await vm.boot({ arguments: ['-smbios', `type=1,serial=${source}`] });
    const checks = checksOf(vm, all, planned, report);
    rows.push(rowOf('first boot', planned, 'HTTP, serial number', report, checks));
    assert.is(faultsOf(checks, report), '');
    assert.ok(vm.requests.includes('200 /seed/user-data'));
    assert.is(report.installer.at(-1), 'ended well');
  });

  test.after(() => printTable(rows));
} else {
  test('virtual machines are run where there is QEMU', () => assert.ok(true));
}

test.run();
