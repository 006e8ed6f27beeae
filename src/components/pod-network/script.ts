/** The script that sets up what CNI's bridge plugin leaves to others, the same on every machine. */
import { readFileSync } from 'node:fs';

export const podNetworkScript = readFileSync(
  new URL('../../../src/components/pod-network/pod-network.sh', import.meta.url),
  'utf8',
);
