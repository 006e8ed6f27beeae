/** A cluster of as many workers as asked for, and secrets that are the same in every run. */
import { createHash } from 'node:crypto';
import { readProfile } from '../../src/profile/read.ts';
import type { Profile } from '../../src/profile/schema/profile.ts';
import { createSecrets } from '../../src/secrets/create.ts';
import { requiredSecrets } from '../../src/secrets/required.ts';
import type { Secrets } from '../../src/secrets/secrets.ts';
import { toYaml } from '../../src/shared/emit.ts';

/** Of nodes in one pool: what the last octet of an address can tell apart. */
const largestPool = 250;

/** Everything at its default: ECDSA keys, cloud-init, a client and a serving certificate a node. */
export function profileText(count: number): string {
  return toYaml({
    apiVersion: 'nodeseed/v1alpha1',
    kind: 'ClusterProfile',
    clusterName: 'bench',
    kubernetesVersion: 'v1.36.4',
    controlPlane: 'external',
    controlPlaneEndpoint: 'api.bench.example:6443',
    networking: { podSubnet: '10.128.0.0/10', serviceSubnet: '10.96.0.0/12' },
    pools: Array.from({ length: Math.ceil(count / largestPool) }, (_, index) => pool(count, index)),
  });
}

function pool(count: number, index: number): object {
  const size = Math.min(largestPool, count - index * largestPool);
  const name = `worker-${index}`;
  const nodes = { names: `${name}-[1-${size}]`, addresses: `10.8.${index}.[1-${size}]/16` };
  return { name, role: 'worker', os: 'debian-13', nodes };
}

export function profileOf(text: string): Profile {
  return readProfile(text, () => ({ problem: 'nothing is named' })).profile;
}

export function secretsOf(profile: Profile): Secrets {
  const random = (length: number) =>
    new Uint8Array(createHash('shake256', { outputLength: length }).update('bench').digest());
  return createSecrets(requiredSecrets(profile), { issuedAt: '2026-01-01T00:00:00Z', random });
}
