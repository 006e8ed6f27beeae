/** The script that sets a machine up from an unpacked bundle, the same in every bundle. */
import { readFileSync } from 'node:fs';
import { shippedScript } from '../../shared/shipped-script.ts';

export const bundleScript = shippedScript(
  readFileSync(new URL('../../../src/formats/bundle/install.sh', import.meta.url), 'utf8'),
);
