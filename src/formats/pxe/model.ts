/** The part of matchbox's data folder that nodeseed writes (matchbox/storage/storagepb/storage.proto; groups as matchbox/storage/storagepb/group.go reads them). */

export interface MatchboxGroup {
  readonly id: string;
  readonly name: string;
  /** Id of the profile. */
  readonly profile: string;
  /** A machine belongs to the group when it says all of these of itself. */
  readonly selector: { readonly mac: string } | { readonly hostname: string };
}

export interface MatchboxProfile {
  readonly id: string;
  readonly name: string;
  readonly boot: NetBoot;
  /** Name of a file in `ignition/`. */
  readonly ignition_id?: string;
}

export interface NetBoot {
  readonly kernel: string;
  /** Arguments of iPXE's `initrd`: options and an address. */
  readonly initrd: readonly string[];
  readonly args: readonly string[];
}
