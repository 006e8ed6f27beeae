/** The machine's own network, as it is configured before anything of Kubernetes runs. */

export interface Route {
  /** CIDR. */
  readonly to: string;
  /** Next hop's address. */
  readonly via: string;
}

export interface Interface {
  /** The name the system shall know it by, e.g. `eth0`; with `mac` given it is matched by that instead. */
  readonly name: string;
  /** Lower case, colons. */
  readonly mac?: string;
  /** Addresses with prefix length; empty means DHCP. */
  readonly addresses: readonly string[];
  readonly gateways: readonly string[];
  readonly routes: readonly Route[];
  readonly nameservers: readonly string[];
  readonly searchDomains: readonly string[];
  readonly mtu?: number;
}

/** No interfaces: the image's own network configuration is left alone. */
export interface Network {
  readonly interfaces: readonly Interface[];
}
