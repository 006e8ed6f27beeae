/** Which secrets a profile needs. */
import { keyAlgorithmOf, type Profile, type Settings } from '../profile/schema/profile.ts';
import { durationMs } from '../shared/duration.ts';
import type { AuthorityRequirement, RegistryRequirement, SecretRequirements } from './requirements.ts';

/** kubeadm's caCertificateValidityPeriod. */
const defaultValidity = '87600h';

export function requiredSecrets(profile: Profile): SecretRequirements {
  const { controlPlane } = profile;
  const own = controlPlane !== undefined && controlPlane !== 'external' ? controlPlane : undefined;
  return {
    authorities: authorities(profile),
    ...(own && { serviceAccountKey: keyAlgorithmOf(profile) }),
    ...(own && own.encryption !== 'none' && { encryptionKey: true }),
    bootstrapToken:
      everySetting(profile).some((settings) => settings.kubelet?.clientCertificate === 'bootstrap') ||
      // Machines that nobody knows beforehand have nothing else to show.
      profile.pools.some((pool) => pool.nodes === 'dynamic'),
    registries: registries(profile),
  };
}

/** The cluster's and the pools' and the nodes': what any of them asks for is needed. */
function everySetting(profile: Profile): Partial<Settings>[] {
  const nodes = profile.pools.flatMap((pool): Partial<Settings>[] =>
    Array.isArray(pool.nodes)
      ? pool.nodes
      : pool.nodes === 'dynamic'
        ? []
        : (Object.values(pool.nodes.overrides ?? {}) as Partial<Settings>[]),
  );
  return [profile, ...profile.pools, ...nodes];
}

/** Names: kubeadm's. */
const authorityKinds = [
  { id: 'cluster', key: 'cluster', name: 'kubernetes', needed: 'always' },
  { id: 'kubelet', key: 'kubelet', name: 'kubernetes-kubelet', needed: 'asked' },
  { id: 'etcd', key: 'etcd', name: 'etcd-ca', needed: 'control-plane' },
  { id: 'front-proxy', key: 'frontProxy', name: 'front-proxy-ca', needed: 'control-plane' },
] as const;

function authorities(profile: Profile): AuthorityRequirement[] {
  const { pki } = profile;
  const algorithm = keyAlgorithmOf(profile);
  const validityDays = durationMs(pki?.caCertificateValidityPeriod ?? defaultValidity) / 86_400_000;
  const isOurs = profile.controlPlane !== undefined && profile.controlPlane !== 'external';
  const wanted = authorityKinds.filter(
    ({ key, needed }) =>
      needed === 'always' || (needed === 'control-plane' && isOurs) || pki?.authorities?.[key],
  );
  return wanted.flatMap(({ id, key, name }) => {
    const own = pki?.authorities?.[key];
    const common = { algorithm: own?.keyAlgorithm ?? algorithm, validityDays };
    const commonName = own?.commonName ?? name;
    const further = own && 'intermediates' in own ? own.intermediates : undefined;
    const intermediates = (further ?? []).map((name) => ({
      id: `${id}/${name}`,
      commonName: name,
      issuer: id,
      ...common,
    }));
    return [{ id, commonName, ...common }, ...intermediates];
  });
}

function registries(profile: Profile): RegistryRequirement[] {
  const found = new Map<string, string>();
  for (const settings of everySetting(profile)) {
    for (const [host, registry] of Object.entries(settings.containerRuntime?.registries ?? {})) {
      if (registry.credentials) found.set(host, registry.credentials.username);
    }
  }
  return [...found].map(([host, username]) => ({ host, username }));
}
