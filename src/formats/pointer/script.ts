/** What fetches a machine's archive, the same on every machine that boots by cloud-init. */
import { readFileSync } from 'node:fs';
import { shippedScript } from '../../shared/shipped-script.ts';

export const fetchScript = shippedScript(
  readFileSync(new URL('../../../src/formats/pointer/fetch.sh', import.meta.url), 'utf8'),
);
