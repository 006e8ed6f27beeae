/** What an etcd flag is. etcd uses Go's `flag` package and value types of its own, so its types are not pflag's. */
import type { Release } from '../release.ts';
import type { Life } from '../schema.ts';

export type EtcdFlagType =
  | 'bool'
  /** One of a few words: flags.SelectiveStringValue. */
  | 'choice'
  | 'duration'
  | 'featureGates'
  | 'int'
  | 'int64'
  | 'string'
  /** Separated by commas. */
  | 'strings'
  | 'uint'
  | 'uint32'
  | 'uint64'
  /** Separated by commas. */
  | 'urls';

export interface EtcdFlag {
  readonly type: EtcdFlagType;
  /** Counted in releases of etcd: in 3.6 means from 3.6.0 on. */
  readonly life?: Life;
  readonly deprecated?: Release;
  /** Patch versions of older releases that have it too: the first, or the earliest that was seen. */
  readonly backported?: readonly string[];
}

/** `source` may be `#123`: that pull request of etcd-io/etcd; CHANGELOG-3.N is its CHANGELOG/CHANGELOG-3.N.md. */
export interface EtcdFlagFacts extends Life {
  readonly deprecated?: Release;
  readonly backported?: readonly string[];
}

export function etcdFlag(type: EtcdFlagType, facts: EtcdFlagFacts = {}): EtcdFlag {
  const { since, until, source, ...rest } = facts;
  const life = { ...(since && { since }), ...(until && { until }), ...(source && { source }) };
  return { type, ...(Object.keys(life).length > 0 && { life }), ...rest };
}
