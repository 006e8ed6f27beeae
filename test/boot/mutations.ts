/**
 * npx tsx test/boot/mutations.ts [WORD...]: breaks a bundle on purpose, in one way after the other, boots a machine from each and
 * shows that the comparison with what should have been built sees it. With words, only those whose description has one of them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultLines } from '../../src/boot/check.ts';
import { renderings } from '../../src/formats/node-files.ts';
import type { Machine } from '../../src/model/machine.ts';
import { sha256 } from '../../src/shared/digest.ts';
import type { Bundle } from './bundle.ts';
import type { Mutation } from './mutations/change.ts';
import { type BreakableNode, breakableNodes, type NodeName } from './mutations/nodes.ts';
import { mutations, table } from './mutations/table.ts';
import { run } from './places.ts';
import { canBoot, checks, install } from './rig.ts';

/** A machine that should be as planned, booted from a bundle of what `broken` makes of it; the faults that were seen. */
async function faultsOf(
  { planned, published, packages = [], settings = [] }: BreakableNode,
  broken: Mutation['broken'],
  name: string,
): Promise<string[]> {
  const folder = join(run().folder, `bundle-${name}`);
  mkdirSync(folder, { mode: 0o700 });
  const files = renderings(planned.node, broken(planned.machine));
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content.reveal());
  const bundle: Pick<Bundle, 'folder'> = { folder: () => folder };
  const choices = { impatient: true, packages, more: settings };
  const installed = await install(bundle, planned, 'bookworm', name, choices);
  try {
    return faultLines(checks(installed, await installed.machine.boot(), published));
  } finally {
    await installed.close();
  }
}

/** One that has nothing to break is known before the first boot. */
function assertBreaks({ planned: { node, machine } }: BreakableNode, { what, broken }: Mutation): void {
  const bytes = (one: Machine) =>
    Object.values(renderings(node, one)).map((content) => sha256(content.reveal()));
  if (bytes(machine).join() === bytes(broken(machine)).join()) throw new Error(`${what}: nothing is broken`);
}

/** What came of it says more than that a file has other bytes. */
function worst(seen: readonly string[]): string {
  return (
    seen.find((fault) => !fault.startsWith('file ')) ??
    seen.find((fault) => !fault.startsWith(`file ${table}`)) ??
    seen[0] ??
    'NOT SEEN'
  );
}

const whole: Mutation['broken'] = (machine) => machine;

async function main(words: readonly string[]): Promise<number> {
  const wanted = mutations.filter(
    ({ component, what }) =>
      words.length === 0 || words.some((word) => `${component} ${what}`.includes(word)),
  );
  const nodes = await breakableNodes();
  for (const one of wanted) assertBreaks(nodes[one.node], one);
  // What stands there without any mutation says nothing of one.
  const usual = new Map<NodeName, ReadonlySet<string>>();
  for (const node of new Set(wanted.map((one) => one.node))) {
    const faults = await faultsOf(nodes[node], whole, `whole-${usual.size}`);
    console.log(`| ${node} | as built | ${faults.length === 0 ? 'no fault' : faults.join('; ')} |`);
    usual.set(node, new Set(faults));
  }
  let missed = 0;
  for (const [index, { component, what, node, broken }] of wanted.entries()) {
    const faults = await faultsOf(nodes[node], broken, `mutation-${index}`);
    const seen = faults.filter((fault) => !usual.get(node)?.has(fault));
    if (seen.length === 0) missed += 1;
    console.log(`| ${component} | ${what} | ${worst(seen)} | ${seen.length} |`);
  }
  console.log(`${wanted.length - missed} of ${wanted.length} seen`);
  const unclean = [...usual.values()].some((faults) => faults.size > 0);
  return missed > 0 || unclean ? 1 : 0;
}

if (canBoot()) process.exitCode = await main(process.argv.slice(2));
