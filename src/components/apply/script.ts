/** The reconciler itself, the same on every control-plane node. */
import { readFileSync } from 'node:fs';

export const applyScript = readFileSync(
  new URL('../../../src/components/apply/apply.sh', import.meta.url),
  'utf8',
);
