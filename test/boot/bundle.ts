/** What `build` writes, by the command line as a user runs it; and, for the comparison, the machines that it is a rendering of. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must } from '../../src/boot/command.ts';
import { machinesOf, type NodeMachine } from '../../src/build.ts';
import { readProfile } from '../../src/profile/read.ts';
import type { Profile } from '../../src/profile/schema/profile.ts';
import { parseSecrets } from '../../src/secrets/parse.ts';
import { readYaml } from '../../src/shared/yaml-read.ts';

/** Before any clock that a test can have: certificates are made for it, nobody looks whether they still hold. */
const longAgo = '2025-01-01T00:00:00Z';

export interface Bundle {
  /** The folder that `build` wrote for this node. */
  readonly folder: (node: string) => string;
  /** The archive of what travels with every machine of that pool. */
  readonly base: (pool: string) => string;
  readonly node: (name: string) => NodeMachine;
  /** All that it wrote. */
  readonly out: string;
  /** What is to be put at the address of a delivery. */
  readonly served: string;
  /** The first node with that system. */
  readonly first: (os: string) => NodeMachine;
}

/** `secretsOf`: a profile's earlier secrets, else new ones are made. `cache`: what `fetch` has filled. */
export function buildBundle(
  profileFile: string,
  issuedAt = longAgo,
  secretsOf?: string,
  cache?: string,
): Bundle {
  const secretsFile = secretsOf ?? join(dirname(profileFile), 'secrets.yaml');
  const out = join(dirname(profileFile), 'out');
  if (secretsOf === undefined)
    nodeseed('secrets', 'new', profileFile, '--out', secretsFile, '--issued-at', issuedAt);
  const fetched = cache === undefined ? [] : ['--cache', cache];
  nodeseed('build', profileFile, '--secrets', secretsFile, '--out', out, ...fetched);
  const secrets = parseSecrets(readYaml(readFileSync(secretsFile, 'utf8')).value);
  const { machines } = machinesOf(profileOf(profileFile), secrets);
  return {
    folder: (node) => join(out, 'nodes', node),
    base: (pool) => join(out, 'pools', `${pool}.base.tar`),
    node: (name) => {
      const found = machines.find(({ node }) => node.name === name);
      if (!found) throw new Error(`the profile has no node ${name}`);
      return found;
    },
    out,
    served: join(out, 'serve'),
    first: (os) => {
      const found = machines.find(({ node }) => node.systemName === os);
      if (!found) throw new Error(`the profile has no node with ${os}`);
      return found;
    },
  };
}

function profileOf(file: string): Profile {
  const beside = (name: string) => ({ text: readFileSync(join(dirname(file), name), 'utf8') });
  return readProfile(readFileSync(file, 'utf8'), beside).profile;
}

/** As a user runs it. */
export function nodeseed(...args: string[]): void {
  const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  must(process.execPath, ['--import', 'tsx', program, ...args]);
}
