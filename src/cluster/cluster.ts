/** A cluster as the components see it: nothing left to derive, every part with the place in the profile that it came from. */
import type { Lock } from '../model/lock.ts';
import type { Profile, Settings } from '../profile/schema/profile.ts';
import type { Cidr, InterfaceAddress } from '../shared/address.ts';
import type { Path } from '../shared/fault.ts';
import type { Version } from '../upstream/release.ts';
import type { IgnitionVersion, System, SystemName } from '../upstream/systems.ts';
import type { Layout } from './layout.ts';

export type Arch = 'amd64' | 'arm64';

export type Role = 'worker' | 'control-plane' | 'etcd';

export interface Node {
  readonly name: string;
  readonly pool: string;
  readonly role: Role;
  readonly systemName: SystemName;
  readonly system: System;
  readonly arch: Arch;
  readonly ignitionVersion: IgnitionVersion;
  /** In the profile's order: the first is the node's main address. */
  readonly addresses: readonly InterfaceAddress[];
  /** The same as text, without prefix lengths. */
  readonly ips: readonly string[];
  /** Lower case, with colons. */
  readonly mac?: string;
  readonly network: NonNullable<Profile['pools'][number]['network']>;
  /** One per family of the pod network. */
  readonly podCIDRs: readonly string[];
  /** One configuration for any number of machines, which take name and address from themselves. */
  readonly dynamic: boolean;
  readonly etcdJoin: 'new' | 'existing';
  readonly settings: Settings;
  readonly layout: Layout;
  /** Where the node is named. */
  readonly path: Path;
  /** Where its pool begins. */
  readonly poolPath: Path;
  /** The place in the profile that set something in `settings`. */
  readonly origin: (path: Path) => Path;
}

export type ControlPlaneSettings = Exclude<NonNullable<Profile['controlPlane']>, 'external'>;

export interface EtcdMember {
  readonly name: string;
  readonly node: Node;
  /** The node's main address. */
  readonly address: string;
  readonly clientURL: string;
  readonly peerURL: string;
  /** It joins a cluster that runs already. */
  readonly joins: boolean;
}

export interface ControlPlane {
  readonly run: ControlPlaneSettings['run'];
  readonly settings: ControlPlaneSettings;
  /** Those that serve the API, in the profile's order. */
  readonly nodes: readonly Node[];
  /** Stacked on those, or nodes of the role `etcd`. */
  readonly etcd: readonly EtcdMember[];
  /** The API's own service addresses: the first of each service subnet. */
  readonly serviceIPs: readonly string[];
}

export interface Cluster {
  readonly profile: Profile;
  readonly name: string;
  readonly version: Version;
  /** HOST:PORT. */
  readonly endpoint: string;
  readonly podSubnets: readonly Cidr[];
  readonly serviceSubnets: readonly Cidr[];
  readonly dnsDomain: string;
  readonly clusterDNS: readonly string[];
  readonly nodes: readonly Node[];
  /** Absent: it is external. */
  readonly controlPlane?: ControlPlane;
  /** Absent: the catalogue alone says what is published. */
  readonly lock?: Lock;
}
