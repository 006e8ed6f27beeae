/** How a machine is given what `build` wrote for it, and where it is started. */
import { z } from 'zod';
import { platformNames } from '../../upstream/platforms.ts';
import * as w from './words.ts';

export const platform = z.enum(platformNames);

export const delivery = z.strictObject({
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
