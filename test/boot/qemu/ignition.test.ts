/** Virtual machines with Ignition in their initramfs: a configuration by fw_cfg, and a pointer with a digest, right and wrong. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { run, upstreamFolder } from '../places.ts';
import { printTable, type Row } from '../table.ts';
import { canRunVms, checksOf, faultsOf, machineFor, rowOf, world } from './rig.ts';
import { webAddress } from './vm.ts';

const rows: Row[] = [];

/** QEMU's own word for a configuration (Ignition's platform `qemu`); the kernel is told that this boot is the first. */
function ignition(file: string): { arguments: string[]; append: string[] } {
  return {
    arguments: ['-fw_cfg', `name=opt/com.coreos/config,file=${file}`],
    append: ['ignition.firstboot=1', 'ignition.platform.id=qemu'],
  };
}

/** The initramfs has a network only where something is to be fetched. */
const network = ['rd.neednet=1', 'ip=dhcp'];

/** A configuration that says where the configuration is, and which it has to be. */
function pointer(name: string, source: string, digest: string): string {
  const file = join(run().folder, name);
  const replace = { source, verification: { hash: `sha256-${digest}` } };
  writeFileSync(file, JSON.stringify({ ignition: { version: '3.3.0', config: { replace } } }));
  return file;
}

if (canRunVms()) {
  // The pool's own subnet is the second; QEMU's network plays it.
  const all = await world('ignition', {}, 2);
  const planned = all.bundle.first('flatcar-4593');
  const config = join(all.bundle.folder(planned.node.name), 'config.ign');
  const served = join(upstreamFolder(), 'ignition');
  mkdirSync(served, { recursive: true });
  copyFileSync(config, join(served, 'config.ign'));
  const digest = createHash('sha256').update(readFileSync(config)).digest('hex');
  const source = `http://${webAddress(2)}/ignition/config.ign`;

  test('a configuration by fw_cfg', async () => {
    const vm = machineFor(all, planned, 'ignition');
    const report = await vm.boot(ignition(config));
    const checks = checksOf(vm, all, planned, report);
    rows.push(rowOf('first boot', planned, 'fw_cfg', report, checks));
    assert.is(faultsOf(checks, report), '');
    assert.is(report.installer.at(-1), 'ended well');
  });

  test('a pointer with the right digest leads to the same machine', async () => {
    const vm = machineFor(all, planned, 'pointer');
    const { arguments: configuration, append } = ignition(pointer('right.ign', source, digest));
    const report = await vm.boot({ arguments: configuration, append: [...append, ...network] });
    const checks = checksOf(vm, all, planned, report);
    rows.push(rowOf('first boot', planned, 'fw_cfg, pointer', report, checks));
    assert.is(faultsOf(checks, report), '');
    assert.ok(vm.requests.includes('200 /ignition/config.ign'));
  });

  test('with a wrong one nothing is written, and the console says why', async () => {
    const vm = machineFor(all, planned, 'pointer-wrong');
    const wrong = pointer(
      'wrong.ign',
      source,
      digest.replace(/^./, (one) => (one === '0' ? '1' : '0')),
    );
    const seen = ignition(wrong);
    const said = await vm.run({
      arguments: seen.arguments,
      append: [...seen.append, ...network],
      // It stays in the initramfs for somebody to look: the end of this boot.
      onLine: (line) => {
        if (/hash verification failed|emergency (mode|shell)/i.test(line)) vm.kill();
      },
    });
    assert.match(said, /hash verification failed/i);
    assert.not.match(said, /nodeseed-install/);
  });

  test.after(() => printTable(rows));
}

test.run();
