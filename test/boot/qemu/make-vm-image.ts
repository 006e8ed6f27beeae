/** make-vm-image.ts BARE ROOT: makes the image of virtual machines, under the lock of whoever started it. */
import { makeVmImage } from './vm-image.ts';

const [bare = '', root = ''] = process.argv.slice(2);
makeVmImage(bare, root);
