/** The nodes of a shipped profile as the facts see them: the pipeline builds its files, and these are read back. */
import { X509Certificate } from 'node:crypto';
import { loadAll } from 'js-yaml';
import { buildFiles } from '../../src/build.ts';
import type { OutputFile } from '../../src/model/output.ts';
import type { Secrets } from '../../src/secrets/secrets.ts';
import { heldBytes } from '../support/held.ts';
import { type FromProfile, machinesFrom, shippedProfile } from '../support/profile.ts';
import { afterBoot } from './after-boot.ts';
import type { GeneratedNode } from './facts.ts';
import type { TableName } from './tables.ts';

export interface Generated extends FromProfile {
  /** In the order of the machines, which the nodes are compared with elsewhere. */
  readonly nodes: readonly GeneratedNode[];
  /** By node. */
  readonly userData: ReadonlyMap<string, string>;
}

export async function generated(name: TableName): Promise<Generated> {
  const built = machinesFrom(shippedProfile(name));
  const { files } = await buildFiles(built.profile, built.secrets);
  const manifests = files.filter(({ path }) => path.startsWith('manifests/'));
  const userData = new Map(
    built.machines.map(({ node }) => [node.name, textAt(files, `nodes/${node.name}/user-data`)]),
  );
  const nodes = built.cluster.nodes.map(
    (node): GeneratedNode => ({
      ...afterBoot(userData.get(node.name) ?? ''),
      name: node.name,
      address: node.ips[0] ?? '',
      manifests: manifests.flatMap((file) => loadAll(textOf(file)) as object[]),
      caCertificates: authorities(built.secrets),
    }),
  );
  return { ...built, nodes, userData };
}

function textAt(files: readonly OutputFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (!file) throw new Error(`the build has no ${path}`);
  return textOf(file);
}

function textOf(file: OutputFile): string {
  return Buffer.from(heldBytes(file)).toString('utf8');
}

/** By the name that stands in the certificate itself. */
function authorities({ authorities: all }: Secrets): GeneratedNode['caCertificates'] {
  const byName = new Map(
    Object.values(all).map(({ certificate }) => {
      return [new X509Certificate(certificate).toLegacyObject().subject.CN, certificate];
    }),
  );
  return (commonName) => byName.get(commonName);
}
