/** The machine of the one node that a command is about. */
import { machinesOf, type NodeMachine } from '../build.ts';
import { suggest } from '../shared/suggest.ts';
import { UsageError } from './exit.ts';
import { loadProfile, loadSecrets, placing } from './input.ts';
import type { SourceFile } from './report.ts';

export interface OneNode {
  readonly profile: string;
  readonly secrets: string;
  readonly node: string;
}

export interface Found {
  readonly planned: NodeMachine;
  readonly source: SourceFile;
  readonly secretsSource: SourceFile;
}

/** Throws Reported for faults of the files, UsageError for a node that the profile does not have. */
export function oneNode(named: OneNode): Found {
  const { profile, source, lock } = loadProfile(named.profile);
  const { secrets, source: secretsSource } = loadSecrets(named.secrets);
  const { cluster, machines } = placing(
    () => source,
    () => secretsSource,
    () => machinesOf(profile, secrets, named.node, lock),
  );
  const [planned] = machines;
  if (planned) return { planned, source, secretsSource };
  const names = cluster.nodes.map((node) => node.name);
  const meant = suggest(named.node, names);
  throw new UsageError(
    `${profile.clusterName} has no node ${named.node}${meant ? `; did you mean ${meant}?` : ''}`,
  );
}
