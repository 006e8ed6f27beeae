/** Every fact of the tutorial 003_e578206efda391a7.txt, held against the nodes of profiles/node-certificate.yaml. */
import { test } from 'uvu';
import { holdTable } from './hold.ts';

await holdTable('node-certificate', { rows: 64, checks: 64 });

test.run();
