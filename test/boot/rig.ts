/** What the boot tests share: whether this host can boot machines at all, and a machine for a node of a bundle. */

import { impatient, type Setting } from '../../src/boot/body.ts';
import { overlayChanges } from '../../src/boot/changes.ts';
import type { Check } from '../../src/boot/check.ts';
import { compare } from '../../src/boot/compare.ts';
import type { Explanation } from '../../src/boot/habits.ts';
import type { TestMachine } from '../../src/boot/machine.ts';
import { prepare } from '../../src/boot/prepare.ts';
import type { ReadProgram } from '../../src/boot/programs.ts';
import type { Report } from '../../src/boot/report.ts';
import { ignitionProgram } from '../../src/boot/seed.ts';
import type { NodeMachine } from '../../src/build.ts';
import { available, missing } from '../support/judges.ts';
import type { Bundle } from './bundle.ts';
import { image, type Suite } from './image.ts';
import { run, upstreamFolder } from './places.ts';
import type { Published } from './upstream.ts';
import { Web } from './web.ts';

/** Says what is missing; in CI that is a failure. */
export function canBoot(more: Readonly<Record<string, string>> = {}): boolean {
  const programs = {
    mmdebstrap: 'mmdebstrap',
    'systemd-nspawn': 'systemd-container',
    ip: 'iproute2',
    nsenter: 'util-linux',
    [ignitionProgram]: 'ignition',
    ...more,
  };
  if (process.getuid?.() !== 0) {
    missing('boots of machines need root');
    return false;
  }
  return Object.entries(programs).every(([program, debianPackage]) => available(program, debianPackage));
}

/** Swap as an installer of the system's leaves it; systemd ignores it in a container. */
const swapLine: Setting = {
  why: 'a swap line to be taken out',
  path: '/etc/fstab',
  text: '/swap.img\tnone\tswap\tsw\t0\t0\n',
};

export interface Installed {
  readonly planned: NodeMachine;
  readonly image: string;
  readonly machine: TestMachine;
  readonly web: Web;
  readonly close: () => Promise<void>;
}

/** A machine with its bundle on it, before its first boot, and its upstream. */
export async function install(
  bundle: Pick<Bundle, 'folder'>,
  planned: NodeMachine,
  suite: Suite,
  name: string,
  {
    impatient: hasty = false,
    binds = new Map<string, string>(),
    awaited = [] as readonly string[],
    more = [] as readonly Setting[],
    packages = [] as readonly string[],
  } = {},
): Promise<Installed> {
  const root = image(suite, packages);
  const folder = bundle.folder(planned.node.name);
  const machine = prepare({
    run: run(),
    name,
    planned,
    bundle: folder,
    image: root,
    more: [swapLine, ...(hasty ? [impatient] : []), ...more],
    binds,
    awaited,
  });
  const web = await Web.open(machine.lan, upstreamFolder());
  const close = async () => {
    await web.close();
    machine.close();
  };
  return { planned, image: root, machine, web, close };
}

/** By the program's name: content is what was published under it. */
export function publishedPrograms(published: readonly Published[]): ReadProgram {
  const contents = new Map(published.flatMap(({ programs }) => [...programs]));
  return (_, { target }) => {
    const content = contents.get(target.slice(target.lastIndexOf('/') + 1));
    if (content === undefined) throw new Error(`upstream publishes no ${target}`);
    return Buffer.from(content);
  };
}

export const usersOwn: Explanation = {
  why: 'the user’s own unit',
  paths: [/^\/var\/lib\/reporter\/reported$/],
};

export function checks(
  { planned, image: root, machine }: Installed,
  report: Report,
  published: readonly Published[],
): Check[] {
  return compare({
    planned,
    image: root,
    root: machine.root,
    changes: overlayChanges(machine.changes, root),
    report,
    programs: publishedPrograms(published),
    inContainer: true,
    fstab: machine.fstab,
    explanations: [usersOwn],
  });
}
