/**
 * The lock file, NAME.lock.yaml beside NAME.yaml.
 *
 *     apiVersion: nodeseed/v1alpha1
 *     kind: Lock
 *     artifacts:
 *       - name: containerd
 *         version: 2.3.4
 *         arch: amd64
 *         digest: sha256:...
 *         sources: [the publisher's addresses]
 *         from: profile | catalogue | the address of a file of checksums
 */
import type { Digest } from '../model/artifact.ts';
import type { Lock, LockedArtifact } from '../model/lock.ts';
import { faultsOf } from '../profile/issues.ts';
import { knownKeys } from '../profile/known-keys.ts';
import { toYaml } from '../shared/emit.ts';
import { type Fault, InputError } from '../shared/fault.ts';
import { readYaml, type YamlDocument } from '../shared/yaml-read.ts';
import { parseVersion } from '../upstream/release.ts';
import { lockSchema } from './schema.ts';

/**
 * Throws InputError with every fault found, all in document `lock`. `onDocument` is told of the positions as soon as there
 * are any.
 */
export function parseLock(text: string, onDocument: (document: YamlDocument) => void = () => {}): Lock {
  const document = inLock(() => readYaml(text));
  onDocument(document);
  const result = lockSchema.safeParse(document.value);
  if (!result.success)
    throw new InputError(
      faultsOf(result.error.issues, document.value, (path) => knownKeys(lockSchema, path)).map(ofLock),
    );
  const artifacts = result.data.artifacts.map((one): LockedArtifact => {
    const [first = '', ...rest] = one.sources;
    const version = parseVersion(one.version)?.text ?? one.version;
    return { ...one, version, digest: one.digest as Digest, sources: [first, ...rest] };
  });
  assertOnce(artifacts);
  return { artifacts };
}

export function formatLock({ artifacts }: Lock): string {
  const sorted = [...artifacts].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const rows = sorted.map(({ name, version, arch, digest, sources, from }) => ({
    ...{ name, version, arch, digest },
    sources: [...sources],
    from,
  }));
  return toYaml({ apiVersion: 'nodeseed/v1alpha1', kind: 'Lock', artifacts: rows });
}

export function titleOfLocked({
  name,
  version,
  arch,
}: Pick<LockedArtifact, 'name' | 'version' | 'arch'>): string {
  return `${name} ${version} ${arch}`;
}

function orderOf({ name, version, arch, digest }: LockedArtifact): string {
  return JSON.stringify([name, version, arch, digest]);
}

/** The digest that a profile gives may stand beside another one, for nodes that are not meant by it. */
function assertOnce(artifacts: readonly LockedArtifact[]): void {
  const keys = artifacts.map((one) => (one.from === 'profile' ? orderOf(one) : titleOfLocked(one)));
  const faults = artifacts.flatMap((one, i): Fault[] => {
    if (keys.indexOf(keys[i] ?? '') === i) return [];
    const message = `${titleOfLocked(one)} is there twice`;
    return [{ code: 'lock-contradiction', message, path: ['artifacts', i, 'name'], document: 'lock' }];
  });
  if (faults.length > 0) throw new InputError(faults);
}

function inLock<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.faults.map(ofLock));
  }
}

function ofLock(fault: Fault): Fault {
  return { ...fault, document: 'lock' };
}
