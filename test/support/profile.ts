/** From a profile's text to its machines, through the real pipeline, with secrets that are the same in every run. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { machinesOf, type NodeMachine } from '../../src/build.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { Machine } from '../../src/model/machine.ts';
import { readProfile } from '../../src/profile/read.ts';
import type { Profile } from '../../src/profile/schema/profile.ts';
import { createSecrets, type Random } from '../../src/secrets/create.ts';
import { requiredSecrets } from '../../src/secrets/required.ts';
import type { Secrets } from '../../src/secrets/secrets.ts';
import { toYaml } from '../../src/shared/emit.ts';

export const issuedAt = '2026-01-01T00:00:00Z';

const profiles = new URL('../../profiles/', import.meta.url);

export interface FromProfile {
  readonly profile: Profile;
  readonly secrets: Secrets;
  readonly cluster: Cluster;
  readonly machines: readonly NodeMachine[];
}

/** As small as a profile gets. */
const minimal = {
  apiVersion: 'nodeseed/v1alpha1',
  kind: 'ClusterProfile',
  clusterName: 'lab',
  kubernetesVersion: 'v1.36.4',
  controlPlane: 'external',
  controlPlaneEndpoint: 'api.lab.example:6443',
  pools: [workerPool('debian-13')],
};

/** One pool of one node. */
export function workerPool(os: string, more: object = {}): object {
  const nodes = [{ name: 'worker-1', address: '10.0.1.11/24' }];
  return { name: 'worker', role: 'worker', os, nodes, ...more };
}

/** The text of a profile. What is given replaces the minimal one's, key by key of the outermost mapping. */
export function minimalProfile(overrides: object = {}): string {
  return toYaml({ ...minimal, ...overrides });
}

const someDigest = `sha256:${'0'.repeat(64)}`;
const otherDigest = `sha256:${'1'.repeat(64)}`;

/**
 * The same for any release, of which nodeseed need not know a digest; the system must be one that it runs on.
 * `settings` come on top of what every release needs to be told.
 */
export function releaseProfile(kubernetesVersion: string, os: string, settings: object = {}): string {
  return minimalProfile({
    kubernetesVersion,
    containerRuntime: { version: 'v1.7.34' },
    binaries: {
      kubelet: { digest: someDigest },
      kubeProxy: { digest: otherDigest },
      runc: { version: 'v1.4.3' },
      cniPlugins: { version: 'v1.9.1' },
    },
    pools: [workerPool(os)],
    ...settings,
  });
}

export function shippedProfile(name: string): string {
  return readFileSync(new URL(`${name}.yaml`, profiles), 'utf8');
}

/** Files that the profile names are those beside the shipped ones. Throws InputError. */
export function profileFrom(text: string): Profile {
  const beside = (relative: string) => ({ text: readFileSync(new URL(relative, profiles), 'utf8') });
  return readProfile(text, beside).profile;
}

/** Bytes without end that nobody draws: the same in every run, and no two draws alike. */
export function fixedRandom(): Random {
  let draws = 0;
  return (length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () =>
      createHash('sha256').update(`draw ${draws++}`).digest(),
    );
    return Buffer.concat(blocks).subarray(0, length);
  };
}

/** `at`: for tests in which real programs go by the clock. */
export function secretsFor(profile: Profile, at: string = issuedAt): Secrets {
  return createSecrets(requiredSecrets(profile), { issuedAt: at, random: fixedRandom() });
}

/** Throws InputError with every fault in the profile. */
export function machinesFrom(text: string, at: string = issuedAt): FromProfile {
  const profile = profileFrom(text);
  const secrets = secretsFor(profile, at);
  return { profile, secrets, ...machinesOf(profile, secrets) };
}

/** The first machine of a profile. */
export function machineFrom(text: string): Machine {
  const [first] = machinesFrom(text).machines;
  if (!first) throw new Error('the profile has no nodes');
  return first.machine;
}
