/** The shipped profiles, each with secrets that are checked in and protect nothing. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readProfile } from '../../src/profile/read.ts';
import type { ReadSource } from '../../src/profile/sources.ts';
import { addMissing, createSecrets, type Random } from '../../src/secrets/create.ts';
import { formatSecrets } from '../../src/secrets/format.ts';
import { parseSecrets } from '../../src/secrets/parse.ts';
import { requiredSecrets } from '../../src/secrets/required.ts';
import { toYaml } from '../../src/shared/emit.ts';
import { readYaml } from '../../src/shared/yaml-read.ts';

const profiles = new URL('../../profiles/', import.meta.url);
export const goldenFolder = new URL('../../fixtures/golden/', import.meta.url);

export interface Shipped {
  readonly name: string;
  readonly profile: string;
  readonly secrets: string;
  readonly readSource: ReadSource;
}

/** Whatever lies in `profiles/`: a new one needs no line here. */
export function shippedNames(): string[] {
  return readdirSync(profiles)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace(/\.yaml$/, ''))
    .sort();
}

export const besideProfiles: ReadSource = (relative) => ({
  text: readFileSync(new URL(relative, profiles), 'utf8'),
});

/** Texts only, as a user of the library has them. */
export function shipped(name: string): Shipped {
  return {
    name,
    profile: profileText(name),
    secrets: readFileSync(secretsFile(name), 'utf8'),
    readSource: besideProfiles,
  };
}

function profileText(name: string): string {
  return readFileSync(new URL(`${name}.yaml`, profiles), 'utf8');
}

function secretsFile(name: string): URL {
  return new URL(`${name}.secrets.yaml`, goldenFolder);
}

const warning = '# Secrets of a test, public since they were made: never use them for a cluster.\n';

/** Makes the secrets that the profile needs and the checked-in file lacks; what is there stays as it is. */
export function recordSecrets(name: string): void {
  const required = requiredSecrets(readProfile(profileText(name), besideProfiles).profile);
  const random = fixedRandom(name);
  const file = secretsFile(name);
  const secrets = existsSync(file)
    ? addMissing(required, parseSecrets(readYaml(readFileSync(file, 'utf8')).value), { random })
    : createSecrets(required, { issuedAt: '2026-01-01T00:00:00Z', random });
  mkdirSync(goldenFolder, { recursive: true });
  writeFileSync(file, warning + toYaml(formatSecrets(secrets)));
}

/** The same bytes in every run, so that recording twice changes nothing. */
function fixedRandom(seed: string): Random {
  let draws = 0;
  return (length) =>
    new Uint8Array(createHash('shake256', { outputLength: length }).update(`${seed} ${draws++}`).digest());
}
