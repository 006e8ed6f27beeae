/** What is made to start machines from, besides the files that they read on first boot. */
import { z } from 'zod';
import * as w from './words.ts';

export const media = z.array(z.enum(['iso', 'vfat', 'pxe']));

export const pxe = z.strictObject({
  url: w.folderUrl
    .optional()
    .describe('Where the folder pxe/ of the output is served, without a slash at the end. Needed for pxe.'),
  kernel: w.url.optional().describe('Where the kernel is. Needed for pxe.'),
  initrd: z
    .array(w.url)
    .min(1)
    .optional()
    .describe('Where the initial RAM disks are, in the order they are loaded in. Needed for pxe.'),
  rootfs: w.url
    .optional()
    .describe('Where the root file system is: Fedora CoreOS alone, which needs it. Default: none.'),
  installDevice: w.path
    .optional()
    .describe(
      'Disk that the system installs itself to, such as /dev/sda: Fedora CoreOS alone. Default: it runs from memory.',
    ),
  arguments: z
    .array(w.kernelArgument)
    .optional()
    .describe('Further arguments of the kernel, such as console=ttyS0. Default: none.'),
  matchbox: w.url
    .optional()
    .describe(
      'Where a matchbox answers whose data folder is pxe/matchbox/, without a slash at the end. Default: none, that folder is not made.',
    ),
});
