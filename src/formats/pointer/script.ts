/**
 * What fetches a machine's archive, the same on every machine that boots by cloud-init. Its comments stay here: KubeVirt takes
 * 2048 bytes.
 */
import { readFileSync } from 'node:fs';

export const fetchScript = readFileSync(
  new URL('../../../src/formats/pointer/fetch.sh', import.meta.url),
  'utf8',
).replaceAll(/^ *#(?!!).*\n/gm, '');
