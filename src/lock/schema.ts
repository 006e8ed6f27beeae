import { z } from 'zod';
import * as w from '../profile/schema/words.ts';
import { architectures, type PinName, pinFamilies } from '../upstream/pins/index.ts';

const origin = w.word(
  'url-syntax',
  'profile, catalogue, or the address of a file of checksums',
  (text) => text === 'profile' || text === 'catalogue' || /^(https?|file):\/\/\S+$/.test(text),
);

const artifact = z.strictObject({
  name: z.enum(pinFamilies.map(({ name }) => name) as [PinName, ...PinName[]]),
  version: w.version,
  arch: z.enum(architectures),
  digest: w.digest,
  sources: z.array(w.url).min(1),
  from: origin,
});

export const lockSchema = z.strictObject({
  apiVersion: z.literal('nodeseed/v1alpha1'),
  kind: z.literal('Lock'),
  artifacts: z.array(artifact),
});
