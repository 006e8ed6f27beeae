/** The keys of a `#cloud-config` that nodeseed writes, valid from cloud-init 22.4 on, in the order they are written. */

export interface WriteFile {
  readonly path: string;
  /** Octal, as a string: a YAML number would be read as decimal or octal depending on the reader. */
  readonly permissions: string;
  readonly encoding?: 'b64' | 'gz+b64';
  readonly content: string;
}

export interface CloudUser {
  readonly name: string;
  readonly ssh_authorized_keys: readonly string[];
}

export interface CloudConfig {
  readonly hostname?: string;
  readonly fqdn?: string;
  readonly preserve_hostname?: boolean;
  readonly manage_etc_hosts?: 'localhost';
  readonly ssh_authorized_keys?: readonly string[];
  readonly disable_root?: boolean;
  readonly users?: readonly ('default' | CloudUser)[];
  readonly ca_certs?: { readonly trusted: readonly string[] };
  readonly write_files: readonly WriteFile[];
  /** Argument vectors, run one after the other without a shell of ours. */
  readonly runcmd: readonly (readonly string[])[];
}

export interface EthernetRoute {
  readonly to: string;
  readonly via: string;
  readonly 'on-link'?: boolean;
}

export interface Ethernet {
  readonly match?: { readonly macaddress: string };
  readonly 'set-name'?: string;
  readonly mtu?: number;
  readonly dhcp4?: boolean;
  readonly dhcp6?: boolean;
  readonly addresses?: readonly string[];
  readonly routes?: readonly EthernetRoute[];
  readonly nameservers?: { readonly addresses?: readonly string[]; readonly search?: readonly string[] };
}

/** Network configuration version 2, without the `network:` around it that 22.4 does not expect in NoCloud's file. */
export interface NetworkConfig {
  readonly version: 2;
  readonly ethernets: Readonly<Record<string, Ethernet>>;
}
