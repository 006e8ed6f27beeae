/** The machine's own network, as it is configured before anything of Kubernetes runs. */

export interface Route {
  /** CIDR. */
  readonly to: string;
  /** Next hop's address. */
  readonly via: string;
}

export interface Interface {
  /** What its configuration goes under, e.g. `eth0`. Without a `mac` the card is known by that name. */
  readonly name: string;
  /** Lower case, colons. The card is known by it, whatever its name. */
  readonly mac?: string;
  /** The card with that `mac` is given the name. One that is up already, as after a boot over the network, cannot be renamed. */
  readonly rename?: boolean;
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
