/** Every fact of the tutorial 000_410d232aca76516b.txt, held against the nodes of profiles/split-ca.yaml. */
import { test } from 'uvu';
import { holdTable } from './hold.ts';

await holdTable('split-ca', { rows: 202, checks: 202 });

test.run();
