/** A system's own image at a first boot without any bundle: what it does then is not the bundle's fault. */
import type { NodeMachine } from '../build.ts';
import { collector, inContainer, type Setting, seedOnly } from './body.ts';
import { type Change, overlayChanges } from './changes.ts';
import { TestMachine } from './machine.ts';
import type { Run } from './places.ts';
import type { Report } from './report.ts';

export interface BareBoot {
  readonly root: string;
  readonly changes: readonly Change[];
  readonly report: Report;
}

/** So cloud-init does all that it does of its own. */
const emptySeed: readonly Setting[] = [
  { why: 'a seed', path: '/var/lib/cloud/seed/nocloud/meta-data', text: 'instance-id: bare\n' },
  { why: 'with nothing in it', path: '/var/lib/cloud/seed/nocloud/user-data', text: '#cloud-config\n{}\n' },
];

/** Gives the image's boot to `use`; its root is there as long as that runs. */
export async function withBareBoot<T>(
  run: Run,
  planned: NodeMachine,
  image: string,
  use: (boot: BareBoot) => Promise<T>,
): Promise<T> {
  const machine = new TestMachine({
    run,
    name: `${planned.node.name}-bare`,
    image,
    body: [
      ...inContainer(planned),
      ...seedOnly(planned),
      ...(planned.node.system.boots === 'cloud-init' ? emptySeed : []),
      ...collector,
    ],
    units: [],
    waiting: [],
    sysctls: [],
  });
  try {
    const report = await machine.boot();
    return await use({ root: machine.root, changes: overlayChanges(machine.changes, image), report });
  } finally {
    machine.close();
  }
}
