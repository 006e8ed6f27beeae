/** The reconciler itself, the same on every control-plane node. */
import { readFileSync } from 'node:fs';
import { shippedScript } from '../../shared/shipped-script.ts';

export const applyScript = shippedScript(
  readFileSync(new URL('../../../src/components/apply/apply.sh', import.meta.url), 'utf8'),
);
