/** The cluster's address plan: subnets read, the DNS service's address, a pod network for each node. */
import type { Profile } from '../profile/schema/profile.ts';
import {
  type Cidr,
  formatAddress,
  formatCidr,
  hasHostBits,
  nthAddress,
  parseCidr,
  subnets,
} from '../shared/address.ts';
import type { Faults, Path } from '../shared/fault.ts';

/** kubeadm's. */
const defaultServiceSubnet = '10.96.0.0/12';
const defaultPodSubnet = '10.244.0.0/16';
/** kube-controller-manager's --node-cidr-mask-size-ipv4 and -ipv6. */
const defaultPrefixes = { 4: 24, 6: 64 } as const;
/** kubeadm gives the DNS service the tenth address of the (first) service subnet. */
const dnsIndex = 10;

export interface AddressPlan {
  readonly podSubnets: readonly Cidr[];
  readonly serviceSubnets: readonly Cidr[];
  readonly clusterDNS: readonly string[];
}

export function addressPlan(profile: Profile, faults: Faults): AddressPlan {
  const { networking } = profile;
  const podSubnets = readSubnets(
    networking?.podSubnet ?? defaultPodSubnet,
    ['networking', 'podSubnet'],
    faults,
  );
  const serviceSubnets = readSubnets(
    networking?.serviceSubnet ?? defaultServiceSubnet,
    ['networking', 'serviceSubnet'],
    faults,
  );
  const [first] = serviceSubnets;
  const tenth = first && nthAddress(first, dnsIndex);
  return {
    podSubnets,
    serviceSubnets,
    clusterDNS: networking?.clusterDNS ?? (tenth ? [formatAddress(tenth)] : []),
  };
}

/** `10.244.0.0/16` or, dual-stack as kubeadm writes it, `10.244.0.0/16,fd00:10:244::/56`. */
function readSubnets(text: string, path: Path, faults: Faults): Cidr[] {
  const parsed = text.split(',').map((part) => ({ part, cidr: parseCidr(part) }));
  const good = parsed.flatMap(({ cidr }) => cidr ?? []);
  const families = new Set(good.map((cidr) => cidr.family));
  if (good.length !== parsed.length || families.size !== good.length) {
    faults.add({
      code: 'subnet-list',
      message: `"${text}" is not one network, nor one of each family`,
      expected: 'a network such as 10.244.0.0/16, or two such as 10.244.0.0/16,fd00:10:244::/56',
      path,
    });
  }
  for (const cidr of good.filter(hasHostBits)) {
    faults.add({
      code: 'subnet-host-bits',
      message: `${text} has bits set behind its prefix of ${cidr.prefix}`,
      expected: formatCidr(cidr),
      path,
    });
  }
  return good;
}

/** The pod networks of the node that is the `index`-th of the cluster; what the controller manager would hand out in that order. */
export function podCIDRsOf(
  profile: Profile,
  podSubnets: readonly Cidr[],
  index: number,
): { cidrs: string[]; exhausted?: Cidr } {
  const prefixes = profile.networking?.podCIDRPrefixes;
  const cidrs: string[] = [];
  for (const subnet of podSubnets) {
    const prefix = (subnet.family === 4 ? prefixes?.ipv4 : prefixes?.ipv6) ?? defaultPrefixes[subnet.family];
    const own = subnets(subnet, prefix, index);
    if (!own) return { cidrs, exhausted: subnet };
    cidrs.push(formatCidr(own));
  }
  return { cidrs };
}
