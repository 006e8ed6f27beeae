/** Real machines, booted to their end from what `build` wrote, with nothing adjusted by hand: every part of each is compared. */
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faultLines } from '../../src/boot/check.ts';
import { notInContainers } from '../../src/boot/compare-units.ts';
import type { Suite } from '../../src/boot/image.ts';
import type { Report } from '../../src/boot/report.ts';
import { type Bundle, buildBundle } from './bundle.ts';
import { faultCase, printFaultCases } from './fault-cases.ts';
import { run, upstreamFolder } from './places.ts';
import { writeProfile } from './profile.ts';
import { canBoot, checks, type Installed, install } from './rig.ts';
import { snapshot } from './snapshot.ts';
import { printTable, type Row, rowOf } from './table.ts';
import { fillMirror, type Published, publish } from './upstream.ts';

const rows: Row[] = [];

interface World {
  readonly bundle: Bundle;
  readonly published: readonly Published[];
}

async function world(): Promise<World> {
  const published = await publish();
  fillMirror(upstreamFolder(), 'mirror', published);
  return {
    published,
    bundle: buildBundle(writeProfile(join(run().folder, 'profile'), published, { mirrors: ['mirror'] })),
  };
}

const steps = [
  'clock and time servers',
  'trusted authorities',
  'accounts',
  'folders and owners',
  'packages',
  'modules',
  'sysctls',
  'swap settings',
  'programs of the image',
  'artifacts',
  'units',
];

/** One line for each step in its order, and the end. */
function assertSteps(report: Report): void {
  const told = report.installer.filter(
    (line) => line.endsWith(': as they should be') || line === 'ended well',
  );
  assert.equal(
    told,
    [...steps.map((step) => `${step}: as they should be`), 'ended well'],
    report.installer.join('\n'),
  );
  assert.equal(
    report.installer.filter((line) => line.startsWith('FAILED')),
    [],
  );
}

function compareBoot(installed: Installed, report: Report, { published }: World, boot: string): void {
  const compared = checks(installed, report, published);
  const faults = faultLines(compared);
  rows.push(rowOf(installed, boot, report, compared));
  assert.equal(faults, [], `${faults.join('\n')}\n${report.installer.join('\n')}`);
}

/** Boots a node, and again: the second boot, and a run of the installer by hand in it, change nothing. */
async function bootTwice(os: string, suite: Suite, all: World): Promise<void> {
  const installed = await install(all.bundle, all.bundle.first(os), suite, `${os.split('-')[0]}-${suite}`);
  const { machine, planned, web } = installed;
  const artifacts = planned.machine.placements.map(({ artifact: { name, version } }) => `${name} ${version}`);
  try {
    const first = await machine.boot();
    compareBoot(installed, first, all, 'first boot');
    assertSteps(first);
    assert.equal(
      first.installer.filter((line) => line.endsWith(': placed')),
      artifacts.map((name) => `${name}: placed`),
    );

    const before = snapshot(machine.root, planned.machine);
    const requests = web.requests.length;
    const second = await machine.boot({ byHand: true });
    compareBoot(installed, second, all, 'reboot');
    assertSteps(second);
    assert.equal(snapshot(machine.root, planned.machine), before);
    assert.is(web.requests.length, requests, 'nothing is fetched twice');
    for (const lines of [second.installer, second.byHand?.lines ?? []]) {
      assert.equal(
        lines.filter((line) => / (in place|placed)$/.test(line)),
        artifacts.map((name) => `${name}: in place`),
      );
    }
    faultCase(`a reboot of a finished ${planned.node.systemName}`, second, /kubelet 1\.36\.4: in place/);
    assertNothingDone(second);
  } finally {
    await installed.close();
  }
}

/** By hand on a finished machine: it says so, and every program goes on in the process that it had. */
function assertNothingDone({ units, byHand }: Report): void {
  assert.is(byHand?.status, 0, byHand?.lines.join('\n'));
  assert.is(byHand?.lines.at(-1), 'ended well');
  const tried = byHand?.lines.filter((line) => /^FAILED|: (start|try-restart)$/.test(line)) ?? [];
  const inVain = notInContainers.map((name) => `unit ${name}: start`);
  assert.equal(
    tried.filter((line) => !inVain.includes(line)),
    [],
  );
  for (const [name, { properties }] of units) {
    const now = byHand?.units.get(name)?.properties;
    for (const key of ['MainPID', 'ActiveState', 'UnitFileState', 'ActiveEnterTimestampMonotonic'])
      assert.is(now?.[key], properties[key], `${name}: ${key}`);
  }
}

if (canBoot()) {
  const all = await world();
  test('an Ubuntu-shaped node by cloud-init 22.4', () => bootTwice('ubuntu-24.04', 'bookworm', all));
  test('an Ubuntu-shaped node by cloud-init 25.1', () => bootTwice('ubuntu-24.04', 'trixie', all));
  test('a Flatcar-shaped node by Ignition', () => bootTwice('flatcar-4593', 'bookworm', all));
  test.after(() => {
    printTable(rows);
    printFaultCases();
  });
}

test.run();
