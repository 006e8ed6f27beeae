/** Units that are at work until other machines of their cluster are there: a machine alone does not see their end. */
import type { Machine } from '../model/machine.ts';

const waiting: readonly string[] = ['nodeseed-apply.service'];

export function waitingUnits({ units }: Machine): string[] {
  return units.map(({ name }) => name).filter((name) => waiting.includes(name));
}
