/** make-vm-image.ts SUITE BARE ROOT: makes the image of virtual machines, under the lock of whoever started it. */
import type { Suite } from '../../../src/boot/image.ts';
import { makeVmImage } from './vm-image.ts';

const [suite = '', bare = '', root = ''] = process.argv.slice(2);
makeVmImage(suite as Suite, bare, root);
