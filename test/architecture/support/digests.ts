/**
 * Builds every shipped profile and prints a digest of every file. With the argument `sabotaged` the clock, randomness, network,
 * disk, environment and locale are broken once the modules are loaded and the input is read.
 */
import { writeSync } from 'node:fs';
import { build } from '../../../src/index.ts';
import { readProfile } from '../../../src/profile/read.ts';
import type { ReadSource } from '../../../src/profile/sources.ts';
import { sha256 } from '../../../src/shared/digest.ts';
import { besideProfiles, type Shipped, shipped, shippedNames } from '../../golden/shipped.ts';
import { heldBytes, isHeld, madeUpSizes, piecesOf } from '../../support/held.ts';
import { sabotage } from './sabotage.ts';

/** Files that a profile names are read beforehand: reading them is the caller's part. */
function sourcesOf({ profile }: Shipped): ReadSource {
  const texts = new Map<string, ReturnType<ReadSource>>();
  readProfile(profile, (relative) => {
    const text = besideProfiles(relative);
    texts.set(relative, text);
    return text;
  });
  return (relative) => texts.get(relative) ?? { problem: 'it was not read beforehand' };
}

const inputs = shippedNames().map(shipped);
const sources = inputs.map(sourcesOf);
const print = writeSync;
if (process.argv.includes('sabotaged')) sabotage();

for (const [index, { name, profile, secrets }] of inputs.entries()) {
  const readSource = sources[index] ?? besideProfiles;
  const files = await build({ profile, secrets, readSource, adminKubeconfig: true, artifacts: madeUpSizes });
  const lines = files.map(
    (file) => `${sha256(isHeld(file) ? heldBytes(file) : piecesOf(file))}  ${name}/${file.path}\n`,
  );
  print(1, lines.join(''));
}
