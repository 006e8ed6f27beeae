/**
 * The power is cut at ten moments of a first boot. One virtual machine is stopped at each, its disk copied as it is then (what it had
 * not written is lost, as when QEMU is killed), and let go on. Every copy is then booted again, and has to become the whole machine.
 *
 * The second boots are containers': the disks are a virtual machine's, played back from their journals, and what finishes the work is
 * the installer, which sees no difference. So ten of them take a minute instead of ten.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { treeChanges } from '../../../src/boot/changes.ts';
import { faultLines } from '../../../src/boot/check.ts';
import { compare } from '../../../src/boot/compare.ts';
import { prepare } from '../../../src/boot/prepare.ts';
import type { Report } from '../../../src/boot/report.ts';
import { faultCase, printFaultCases } from '../fault-cases.ts';
import { run, upstreamFolder } from '../places.ts';
import { usersOwn } from '../rig.ts';
import { printTable, type Row } from '../table.ts';
import { Web } from '../web.ts';
import { fstab } from './body.ts';
import { checkDisk, readTree } from './disk.ts';
import {
  canRunVms,
  checksOf,
  faultsOf,
  inContainerAfterVm,
  inContainerExplained,
  machineFor,
  ofVms,
  rowOf,
  seedIso,
  world,
} from './rig.ts';
import { webAddress } from './vm.ts';

/** Lines of the installer's on the console, in their order: what has just been done when the power goes. */
const moments: readonly RegExp[] = [
  /clock and time servers: as they should be/,
  /accounts: as they should be/,
  /folders and owners: as they should be/,
  /packages: as they should be/,
  /swap: commented out/,
  /containerd .*: placed/,
  /cni-plugins .*: placed/,
  /kubelet .*: placed/,
  /artifacts: as they should be/,
  /unit kubelet\.service: start/,
];

const told = 'earlier run: cut off before its end; what it left undone is done now';

const rows: Row[] = [];
/** Second boots that have noticed it. */
const noticed: Report[] = [];

if (canRunVms()) {
  const all = await world('power', { media: ['iso'], card: 'eth0' });
  const planned = all.bundle.first('ubuntu-24.04');
  const folder = all.bundle.folder(planned.node.name);
  const disks: string[] = [];

  test('a first boot, and its disk at ten moments of it', async () => {
    const vm = machineFor(all, planned, 'power');
    const left = [...moments];
    const report = await vm.boot({
      arguments: seedIso(folder),
      onLine: (line, machine) => {
        if (!left[0]?.test(line)) return;
        left.shift();
        const disk = join(run().folder, `cut-${disks.length}.raw`);
        machine.cut(disk);
        disks.push(disk);
      },
    });
    const checks = checksOf(vm, all, planned, report);
    rows.push(rowOf('first boot, stopped ten times', planned, 'seed.iso', report, checks));
    assert.is(faultsOf(checks, report), '');
    assert.equal(left, []);
  });

  test('the next boot finishes the work, whenever it was', async () => {
    assert.is(disks.length, moments.length);
    for (const [index, disk] of disks.entries()) {
      const tree = join(run().folder, `disk-${index}`);
      checkDisk(disk);
      readTree(disk, tree);
      rmSync(disk);
      const machine = prepare({
        run: run(),
        name: `cut-${index}`,
        planned,
        bundle: folder,
        image: tree,
        genuine: true,
        more: inContainerAfterVm,
      });
      const web = await Web.open(machine.lan, upstreamFolder(), webAddress(1));
      try {
        const report = await machine.boot();
        const checks = compare({
          planned,
          image: all.image.root,
          root: machine.root,
          changes: treeChanges(machine.root, all.image.root),
          report,
          programs: all.programs,
          inContainer: true,
          fstab,
          explanations: [usersOwn, ofVms, ...inContainerExplained],
        });
        rows.push({
          ...rowOf(`second boot, cut after: ${moments[index]?.source}`, planned, 'seed.iso', report, checks),
          system: 'its disk, nspawn',
        });
        assert.equal(faultLines(checks), [], `${moments[index]}: ${report.installer.join('\n')}`);
        assert.is(report.installer.at(-1), 'ended well');
        if (report.installer.includes(told)) noticed.push(report);
      } finally {
        await web.close();
        machine.close();
        rmSync(tree, { recursive: true });
      }
    }
  });
  test('the installer says so, where it had got far enough for the disk to know of it', () => {
    const last = noticed.at(-1);
    assert.ok(last, 'no second boot has noticed that the first was cut off');
    faultCase('the power was cut in the middle of the installation', last, new RegExp(told));
  });

  test.after(() => {
    printTable(rows);
    printFaultCases();
  });
}

test.run();
