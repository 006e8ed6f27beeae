/** The script that imports images which the machine brought along, the same on every machine. */
import { readFileSync } from 'node:fs';

export const imagesScript = readFileSync(
  new URL('../../../src/components/images/images.sh', import.meta.url),
  'utf8',
);
