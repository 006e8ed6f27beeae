/** The script that sets up what CNI's bridge plugin leaves to others, the same on every machine. */
import { readFileSync } from 'node:fs';
import { shippedScript } from '../../shared/shipped-script.ts';

export const podNetworkScript = shippedScript(
  readFileSync(new URL('../../../src/components/pod-network/pod-network.sh', import.meta.url), 'utf8'),
);
