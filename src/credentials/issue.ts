/** Authorities at work: what they sign, and the bundles by which they are trusted. */
import type { Cluster } from '../cluster/cluster.ts';
import { authorityMaterial, loadAuthority } from '../pki/authority.ts';
import { trustBundle } from '../pki/bundle.ts';
import { issueCertificate, type Leaf } from '../pki/certificate.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type AuthorityId, type Identity, kubeletAuthority } from './identities.ts';

export type Issue = (identity: Identity) => Leaf;

/** A certificate that was signed. */
export interface Issued extends Pick<Leaf, 'notAfter' | 'capped'> {
  /** Absent: nobody's in particular. */
  readonly node?: string;
}

/** Loads each authority once. What it signs is added to `issued`. */
export function issuer(secrets: Secrets, issued: Issued[] = []): Issue {
  const authorities = new Map<AuthorityId, ReturnType<typeof loadAuthority>>();
  const seed = secrets.leafSeed.reveal();
  return ({ authority: id, request }) => {
    const authority = authorities.get(id) ?? loadAuthority(id, secrets);
    authorities.set(id, authority);
    const leaf = issueCertificate(request, authority, seed);
    const { node } = request.identity;
    issued.push({
      ...(node !== undefined && { node }),
      notAfter: leaf.notAfter,
      capped: leaf.capped,
    });
    return leaf;
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
