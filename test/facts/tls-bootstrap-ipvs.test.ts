/** Every fact of the tutorial 002_e91d6ca1947a6671.txt, held against the nodes of profiles/tls-bootstrap-ipvs.yaml. */
import { test } from 'uvu';
import { holdTable } from './hold.ts';

await holdTable('tls-bootstrap-ipvs', { rows: 159, checks: 316 });

test.run();
