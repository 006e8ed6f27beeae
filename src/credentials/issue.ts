/** Authorities at work: what they sign, and the bundles by which they are trusted. */
import type { Cluster } from '../cluster/cluster.ts';
import { authorityMaterial, loadAuthority } from '../pki/authority.ts';
import { trustBundle } from '../pki/bundle.ts';
import { issueCertificate, type Leaf } from '../pki/certificate.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type AuthorityId, type Identity, kubeletAuthority } from './identities.ts';

export type Issue = (identity: Identity) => Leaf;

/** Loads each authority once. */
export function issuer(secrets: Secrets): Issue {
  const authorities = new Map<AuthorityId, ReturnType<typeof loadAuthority>>();
  const seed = secrets.leafSeed.reveal();
  return ({ authority: id, request }) => {
    const authority = authorities.get(id) ?? loadAuthority(id, secrets);
    authorities.set(id, authority);
    return issueCertificate(request, authority, seed);
  };
}

/** The certificate of each authority, with those of its intermediates behind it. */
export function trustedBundles(cluster: Cluster, secrets: Secrets): { cluster: string; kubelet: string } {
  const bundle = (id: 'cluster' | 'kubelet') => {
    const names = cluster.profile.pki?.authorities?.[id]?.intermediates ?? [];
    return trustBundle(
      [id, ...names.map((name) => `${id}/${name}`)].map((one) => authorityMaterial(one, secrets).certificate),
    );
  };
  return { cluster: bundle('cluster'), kubelet: bundle(kubeletAuthority(cluster)) };
}
