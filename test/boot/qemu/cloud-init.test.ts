/** Virtual machines that cloud-init sets up on their first boot: by the volume seed.iso, and over HTTP from the folder pxe/. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { must } from '../../../src/boot/command.ts';
import { faultCase, printFaultCases } from '../fault-cases.ts';
import { upstreamFolder } from '../places.ts';
import { snapshot } from '../snapshot.ts';
import { printTable, type Row } from '../table.ts';
import { canRunVms, checksOf, type FedWorld, faultsOf, machineFor, rowOf, seedIso, world } from './rig.ts';
import { kernelArguments, webAddress } from './vm.ts';

const rows: Row[] = [];
const server = `http://${webAddress(1)}`;

/** As for any other web server: the folder that `build` wrote, and beside it what a profile's `pxe` names. */
function serve({ bundle, image }: FedWorld): void {
  const folder = upstreamFolder();
  must('rm', ['-rf', join(folder, 'pxe')]);
  must('cp', ['-r', join(bundle.out, 'pxe'), folder]);
  mkdirSync(join(folder, 'images'), { recursive: true });
  copyFileSync(image.kernel, join(folder, 'images/vmlinuz'));
  copyFileSync(image.initrd, join(folder, 'images/initrd'));
}

const pxe = {
  url: `${server}/pxe`,
  kernel: `${server}/images/vmlinuz`,
  initrd: [`${server}/images/initrd`],
  arguments: kernelArguments,
};

if (canRunVms({ '/usr/lib/ipxe/qemu/pxe-virtio.rom': 'ipxe-qemu' })) {
  test('a first boot with the clock twenty years behind and swap in use, then a reboot that changes nothing', async () => {
    const all = await world('iso', { media: ['iso'], card: 'eth0' });
    const planned = all.bundle.first('ubuntu-24.04');
    const vm = machineFor(all, planned, 'iso');
    const seed = seedIso(all.bundle.folder(planned.node.name));
    const first = await vm.boot({ arguments: [...seed, '-rtc', 'base=2006-01-01T00:00:00'] });
    const checks = checksOf(vm, all, planned, first);
    rows.push(rowOf('first boot, clock of 2006', planned, 'seed.iso', first, checks));
    assert.is(faultsOf(checks, first), '');
    const moved = /clock: it was before the secrets' issue date; moved forward to 2026-09-01 00:00:00 UTC/;
    faultCase('a clock that is twenty years behind', first, moved);
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

  test('a first boot over the network: iPXE, kernel, seed and programs come from the web server', async () => {
    const all = await world('pxe', { media: ['pxe'], more: { pxe } });
    serve(all);
    const planned = all.bundle.first('ubuntu-24.04');
    const vm = machineFor(all, planned, 'pxe');
    const report = await vm.boot({ network: `${server}/pxe/boot.ipxe` });
    const checks = checksOf(vm, all, planned, report);
    rows.push(rowOf('first boot', planned, 'iPXE, pxe/', report, checks));
    assert.is(faultsOf(checks, report), '');
    const { name, mac = '' } = planned.node;
    const asked = ['boot.ipxe', `mac/${mac.replaceAll(':', '-')}.ipxe`, `nocloud/${name}/user-data`];
    for (const file of asked)
      assert.ok(vm.requests.includes(`200 /pxe/${file}`), `${file}\n${vm.requests.join('\n')}`);
    assert.is(report.installer.at(-1), 'ended well');
  });

  test('a first boot by a seed over HTTP, to which the machine’s serial number points', async () => {
    // It has to ask for its seed before it knows its network: that is the image's business, and DHCP's.
    const all = await world('serial', { card: false, media: ['pxe'], more: { pxe } });
    serve(all);
    const planned = all.bundle.first('ubuntu-24.04');
    const vm = machineFor(all, planned, 'serial');
    const source = `ds=nocloud-net;s=${server}/pxe/nocloud/${planned.node.name}/`;
    const report = await vm.boot({ arguments: ['-smbios', `type=1,serial=${source}`] });
    const checks = checksOf(vm, all, planned, report);
    rows.push(rowOf('first boot', planned, 'HTTP, serial number', report, checks));
    assert.is(faultsOf(checks, report), '');
    assert.ok(vm.requests.includes(`200 /pxe/nocloud/${planned.node.name}/user-data`));
    assert.is(report.installer.at(-1), 'ended well');
  });

  test.after(() => {
    printTable(rows);
    printFaultCases();
  });
}

test.run();
