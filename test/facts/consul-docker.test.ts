/** Every fact of the tutorial 001_9879f51fa91a2fcd.txt, held against the nodes of profiles/consul-docker.yaml. */
import { test } from 'uvu';
import { holdTable } from './hold.ts';

await holdTable('consul-docker', { rows: 212, checks: 449 });

test.run();
