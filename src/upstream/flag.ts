/** Command-line flags of an upstream program: what exists in which release, and which config field says the same. */

import type { Release } from './release.ts';
import type { Life } from './schema.ts';

/** The value's type as the program's own `--help` names it (pflag's `Value.Type()`), one spelling for all releases. */
export type FlagType =
  | 'bool'
  | 'cidrs'
  | 'colonSeparatedMultimapStringString'
  | 'duration'
  | 'float'
  | 'float32'
  | 'int'
  | 'int32'
  | 'int32Slice'
  | 'ip'
  | 'ipport'
  | 'level'
  | 'localMode'
  | 'mapStringBool'
  | 'mapStringString'
  | 'moduleSpec'
  | 'namedCertKey'
  | 'portRange'
  | 'proxyMode'
  | 'quantity'
  | 'reservedMemory'
  | 'severity'
  | 'string'
  | 'stringArray'
  | 'stringToString'
  | 'strings'
  | 'taints'
  | 'traceLocation'
  | 'uint'
  | 'version';

export interface Flag {
  readonly type: FlagType;
  readonly life?: Life;
  /** From here on the program warns when the flag is given. Absent for a flag whose deprecation was taken back. */
  readonly deprecated?: Release;
  /** From here on the flag still works but `--help` does not show it. */
  readonly hidden?: Release;
  /** Dotted path of the config file's equivalent. That field has a life of its own, often a shorter one. */
  readonly field?: string;
}

/** `source` may be `#123`: that pull request of kubernetes/kubernetes. */
export interface FlagFacts extends Life {
  readonly deprecated?: Release;
  readonly hidden?: Release;
  readonly field?: string;
}

export function flag(type: FlagType, facts: FlagFacts = {}): Flag {
  const { since, until, source, ...rest } = facts;
  const life = { ...(since && { since }), ...(until && { until }), ...(source && { source }) };
  return { type, ...(Object.keys(life).length > 0 && { life }), ...rest };
}
