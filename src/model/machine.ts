/**
 * What one machine is to become, in terms of no operating system's format. Cloud-init, Ignition and the root file system
 * archive are renderings of it; the components that contribute to it know none of them.
 */
import type { Placement } from './artifact.ts';
import type { Content, SecretSecrecy } from './content.ts';
import type { Network } from './network.ts';
import type { Origin } from './origin.ts';

export type { Origin } from './origin.ts';

/** Names of accounts that exist on the machine or are declared in `users` and `groups`. */
export interface Ownership {
  readonly user: string;
  readonly group: string;
}

/** Permission bits, as a number: `0o644`. */
export type Mode = number;
/** Nobody but the owner, at most the owner's group, may read a secret. */
export type SecretMode = 0o400 | 0o600 | 0o640;

interface FilePlace extends Ownership {
  /** Absolute, normalised, no trailing slash. */
  readonly path: string;
  readonly origin: Origin;
}
export interface PublicFile extends FilePlace {
  readonly mode: Mode;
  readonly content: Content<'public'>;
}
export interface SecretFile extends FilePlace {
  readonly mode: SecretMode;
  readonly content: Content<SecretSecrecy>;
}
export type File = PublicFile | SecretFile;

export interface Directory extends Ownership {
  readonly path: string;
  readonly mode: Mode;
  readonly origin: Origin;
}

/** A symbolic link at `path` that says `target`. */
export interface Link {
  readonly path: string;
  readonly target: string;
  readonly origin: Origin;
}

/** `static`: has no [Install] section or is not to be enabled by us. Enabled units are also started. */
export type UnitState = 'enabled' | 'disabled' | 'masked' | 'static';

export interface DropIn {
  /** File name ending in `.conf`. */
  readonly name: string;
  readonly text: string;
  readonly origin: Origin;
}

export interface Unit {
  /** With its suffix: `kubelet.service`. */
  readonly name: string;
  readonly state: UnitState;
  /** Absent: the unit comes with the system or with a package. */
  readonly text?: string;
  readonly dropIns: readonly DropIn[];
  readonly origin: Origin;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly origin: Origin;
}

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly group: string;
  readonly home: string;
  readonly shell: string;
  readonly description: string;
  readonly origin: Origin;
}

/** Public SSH keys for an account that the system brings with it. */
export interface AuthorizedKeys {
  readonly user: string;
  readonly keys: readonly string[];
  readonly origin: Origin;
}

export type PackageManager = 'apt' | 'dnf' | 'yum';

/** A package repository: where, and the key (ASCII-armoured OpenPGP) its indexes are signed with. */
export interface PackageRepository {
  readonly name: string;
  /** apt: a deb822 stanza's fields without the key; dnf and yum: the fields of a .repo section without the key. */
  readonly fields: Readonly<Record<string, string>>;
  readonly key: string;
  readonly origin: Origin;
}

export interface Packages {
  readonly repositories: readonly PackageRepository[];
  readonly install: readonly string[];
  readonly remove: readonly string[];
}

export interface TimeSync {
  readonly servers: readonly string[];
  /** How long the first boot waits for a synchronised clock, in seconds. */
  readonly timeoutSeconds: number;
}

/** A program that the image is to have, at that path. */
export interface Preinstalled {
  readonly path: string;
  readonly origin: Origin;
}

/** Everything about one machine. Lists are sorted by path or name; what order means something says so. */
export interface Machine {
  readonly name: string;
  /** Absent: it gets its name from where it runs. */
  readonly hostname?: string;
  /** The row of `upstream/systems.ts` it runs. */
  readonly system: string;
  readonly files: readonly File[];
  readonly directories: readonly Directory[];
  readonly links: readonly Link[];
  readonly units: readonly Unit[];
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  readonly authorizedKeys: readonly AuthorizedKeys[];
  readonly packages: Packages;
  readonly modules: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  /** `off`: now, after every boot, and in fstab. `keep`: as the image has it. */
  readonly swap: 'off' | 'keep';
  readonly timeSync?: TimeSync;
  /** The secrets' issue date, RFC 3339: a clock before it is wrong. */
  readonly notBefore: string;
  readonly network: Network;
  /** In the order they are to be installed. */
  readonly placements: readonly Placement[];
  readonly preinstalled: readonly Preinstalled[];
  /** Whether artifacts may be asked for over a network. */
  readonly downloads: boolean;
}
