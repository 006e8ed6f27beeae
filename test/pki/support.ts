/** Authorities and requests for the tests of certificates, and openssl to judge them. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyAlgorithm } from '../../src/pki/algorithms.ts';
import { authorityOf } from '../../src/pki/authority.ts';
import type { LeafRequest } from '../../src/pki/certificate.ts';
import { createSecrets } from '../../src/secrets/create.ts';
import type { AuthorityRequirement } from '../../src/secrets/requirements.ts';
import type { Secrets } from '../../src/secrets/secrets.ts';
import { type Ran, run } from '../support/judges.ts';

export const issuedAt = '2026-09-01T00:00:00Z';
export const seed = Buffer.alloc(32, 0x5a);

/** Bytes that look random and are the same every time. */
export function fakeRandom(name = 'test'): (length: number) => Uint8Array {
  let count = 0;
  return (length) => {
    count += 1;
    return createHash('shake256', { outputLength: length }).update(`${name} ${count}`).digest();
  };
}

export function requirement(
  id: string,
  algorithm: KeyAlgorithm = 'ECDSA-P256',
  more: Partial<AuthorityRequirement> = {},
): AuthorityRequirement {
  return { id, commonName: `authority ${id}`, algorithm, validityDays: 3650, ...more };
}

export function secretsWith(...authorities: readonly AuthorityRequirement[]): Secrets {
  const requirements = { authorities, bootstrapToken: false, registries: [] };
  return createSecrets(requirements, { issuedAt, random: fakeRandom() });
}

export function newAuthority(algorithm: KeyAlgorithm = 'ECDSA-P256') {
  const material = secretsWith(requirement('cluster', algorithm)).authorities['cluster'];
  if (material === undefined) throw new Error('no authority was made');
  return authorityOf('cluster', material);
}

export function request(more: Partial<LeafRequest> = {}): LeafRequest {
  return {
    identity: { purpose: 'kubelet-serving', node: 'worker-1', generation: 0 },
    algorithm: 'ECDSA-P256',
    subject: { commonName: 'system:node:worker-1', organizations: ['system:nodes'] },
    sans: { dns: ['worker-1', 'worker-1.lab.example'], ip: ['10.0.2.11', 'fd00:1::11'] },
    usages: ['server', 'client'],
    issuedAt,
    validityDays: 365,
    ...more,
  };
}

/** Runs `use` with files of those texts in a folder of their own. */
export function withFiles<T>(
  texts: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'nodeseed-pki-'));
  try {
    for (const [name, text] of Object.entries(texts))
      writeFileSync(join(folder, name), text, { mode: 0o600 });
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function openssl(args: readonly string[], input?: string): Ran {
  return run('openssl', args, input === undefined ? {} : { input });
}

/** `openssl x509 -text` and its kin, which must succeed. */
export function opensslText(args: readonly string[], input: string): string {
  const { status, stdout, stderr } = openssl(args, input);
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** `openssl verify -x509_strict` at an instant, with further conditions. */
export function verify(
  chain: { readonly leaf: string; readonly root: string; readonly untrusted?: string },
  conditions: readonly string[],
  at = '2027-01-01T00:00:00Z',
): Ran {
  const files = { 'leaf.pem': chain.leaf, 'root.pem': chain.root, 'untrusted.pem': chain.untrusted ?? '' };
  return withFiles(files, (folder) => {
    const seconds = String(Date.parse(at) / 1000);
    const untrusted = chain.untrusted === undefined ? [] : ['-untrusted', join(folder, 'untrusted.pem')];
    const trusted = ['-CAfile', join(folder, 'root.pem'), '-no-CApath', '-no-CAstore', ...untrusted];
    const leaf = join(folder, 'leaf.pem');
    return openssl(['verify', '-x509_strict', '-attime', seconds, ...trusted, ...conditions, leaf]);
  });
}
