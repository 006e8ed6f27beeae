/** How a machine is given what `build` wrote for it, and where it is started. */
import { z } from 'zod';
import { platformNames } from '../../upstream/platforms.ts';
import * as w from './words.ts';

export const platform = z.enum(platformNames);

export const delivery = z.strictObject({
  mode: z
    .enum(['fetch', 'embed', 'preinstalled'])
    .optional()
    .describe(
      'How programs get to the machine. fetch: it downloads them at first boot. embed: they travel in its bundle, out of the cache that nodeseed fetch fills; what is not there is downloaded all the same. preinstalled: its image has them in the folders that this profile names; nothing is downloaded, no version and no digest is needed. Whatever is downloaded or travels is checked against its digest. Default: fetch.',
    ),
  network: z
    .enum(['any', 'none'])
    .optional()
    .describe(
      'none: the machine reaches no network but its own cluster’s. Every image that its pods need must be in images, packages must be in its image already, and no address is ever asked for a download. Not with mode: fetch. Default: any.',
    ),
  url: w.folderUrl
    .optional()
    .describe(
      'Where you put the folder serve/ for the machines to fetch from. A user-data that is too large for the platform, or that would show an authority’s key to it, becomes a pointer: it fetches the full one from there and checks its digest. https keeps the machines’ keys from those on the way. Default: none, and such a user-data is an error.',
    ),
  authorityKeysInUserData: z
    .boolean()
    .optional()
    .describe(
      'true: keys of authorities may stand in the user-data of a platform where others can read it. Default: false.',
    ),
});

export const images = z.array(
  z.strictObject({
    name: w.imageName.describe('The image’s full name with its tag, its digest or both, as pods ask for it.'),
    file: w.line.describe(
      'An OCI or docker archive that has it, relative to the profile; nodeseed fetch takes it into the cache.',
    ),
    digest: w.digest.describe('Digest of that file.'),
  }),
);
