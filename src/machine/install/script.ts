/** The installer itself, the same on every machine. */
import { readFileSync } from 'node:fs';
import { shippedScript } from '../../shared/shipped-script.ts';

export const installScript = shippedScript(
  readFileSync(new URL('../../../src/machine/install/install.sh', import.meta.url), 'utf8'),
);
