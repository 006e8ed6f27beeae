/** Units of the user's own. Their text is written as it stands. */
import type { Node } from '../../cluster/cluster.ts';
import type { Origin, Unit } from '../../model/machine.ts';
import type { Contribution } from '../contribution.ts';

export function ownUnits(node: Node): Contribution {
  const units = (node.settings.host?.units ?? []).map((unit, i): Unit => {
    const origin: Origin = { component: 'host', path: node.origin(['host', 'units', i]) };
    return {
      name: unit.name,
      state: unit.state ?? (/^\[Install\]/m.test(unit.contents ?? '') ? 'enabled' : 'static'),
      ...(unit.contents !== undefined && { text: unit.contents }),
      dropIns: (unit.dropIns ?? []).map(({ name, contents }) => ({ name, text: contents, origin })),
      origin,
    };
  });
  return { units };
}
