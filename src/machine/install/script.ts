/** The installer itself, the same on every machine. */
import { readFileSync } from 'node:fs';

export const installScript = readFileSync(
  new URL('../../../src/machine/install/install.sh', import.meta.url),
  'utf8',
);
