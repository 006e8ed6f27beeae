/** The script by which an etcd joins a cluster that runs already, the same on every machine. */
import { readFileSync } from 'node:fs';
import { shippedScript } from '../../shared/shipped-script.ts';

export const joinScript = shippedScript(
  readFileSync(new URL('../../../src/components/etcd/join.sh', import.meta.url), 'utf8'),
);
