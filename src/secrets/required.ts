/** Which secrets a profile needs. */
import { keyAlgorithmOf, type Profile, type Settings } from '../profile/schema/profile.ts';
import { durationMs } from '../shared/duration.ts';
import type { AuthorityRequirement, RegistryRequirement, SecretRequirements } from './requirements.ts';

/** kubeadm's caCertificateValidityPeriod. */
const defaultValidity = '87600h';

export function requiredSecrets(profile: Profile): SecretRequirements {
  return {
    authorities: authorities(profile),
    bootstrapToken: everySetting(profile).some(
      (settings) => settings.kubelet?.clientCertificate === 'bootstrap',
    ),
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

function authorities(profile: Profile): AuthorityRequirement[] {
  const { pki } = profile;
  const algorithm = keyAlgorithmOf(profile);
  const validityDays = durationMs(pki?.caCertificateValidityPeriod ?? defaultValidity) / 86_400_000;
  const common = { algorithm, validityDays };
  return (['cluster', 'kubelet'] as const).flatMap((id) => {
    const own = pki?.authorities?.[id];
    if (id === 'kubelet' && !own) return [];
    const commonName = own?.commonName ?? (id === 'cluster' ? 'kubernetes' : 'kubernetes-kubelet');
    const intermediates = (own?.intermediates ?? []).map((name) => ({
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
