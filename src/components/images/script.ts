/** The script that imports images which the machine brought along, the same on every machine. */
import { readFileSync } from 'node:fs';
import { shippedScript } from '../../shared/shipped-script.ts';

export const imagesScript = shippedScript(
  readFileSync(new URL('../../../src/components/images/images.sh', import.meta.url), 'utf8'),
);
