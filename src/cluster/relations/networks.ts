/** Do the cluster's networks and the nodes' addresses fit together? */
import {
  type Cidr,
  contains,
  formatAddress,
  formatCidr,
  hasHostBits,
  isHostAddress,
  overlaps,
  parseAddress,
  parseCidr,
} from '../../shared/address.ts';
import { Faults, oncePerPlace } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';
import { placeOf } from '../places.ts';

export function checkNetworks(cluster: Cluster, faults: Faults): void {
  checkSubnets(cluster, faults);
  checkClusterDNS(cluster, faults);
  const taken: { cidr: Cidr; node: Node }[] = [];
  const ofNodes = new Faults();
  for (const node of cluster.nodes) {
    checkAddresses(cluster, node, ofNodes);
    checkGateways(node, ofNodes);
    checkPodCIDRs(cluster, node, taken, ofNodes);
  }
  faults.addAll(oncePerPlace(ofNodes.distinct()));
}

function checkSubnets(cluster: Cluster, faults: Faults): void {
  const serviceAt = ['networking', 'serviceSubnet'];
  for (const pods of cluster.podSubnets) {
    for (const services of cluster.serviceSubnets.filter((one) => overlaps(one, pods))) {
      faults.add({
        code: 'subnets-overlap',
        message: `the service subnet ${formatCidr(services)} and the pod subnet ${formatCidr(pods)} overlap`,
        expected: 'networks that share no address',
        path:
          cluster.profile.networking?.serviceSubnet === undefined ? ['networking', 'podSubnet'] : serviceAt,
      });
    }
  }
  for (const services of cluster.serviceSubnets) {
    const smallest = services.family === 4 ? 12 : 108;
    if (services.prefix >= smallest) continue;
    // kube-apiserver, cmd/kube-apiserver/app/options/validation.go: a service range may have at most 20 bits.
    faults.add({
      code: 'service-subnet-too-large',
      message: `${formatCidr(services)} is larger than the API server takes`,
      expected: `a prefix of at least ${smallest}`,
      path: serviceAt,
    });
  }
}

function checkClusterDNS(cluster: Cluster, faults: Faults): void {
  cluster.profile.networking?.clusterDNS?.forEach((text, i) => {
    const address = parseAddress(text);
    if (!address || cluster.serviceSubnets.some((subnet) => contains(subnet, address))) return;
    faults.add({
      code: 'cluster-dns-outside',
      message: `${text} is not in the service subnet`,
      expected: `an address in ${cluster.serviceSubnets.map(formatCidr).join(' or ')}`,
      path: ['networking', 'clusterDNS', i],
    });
  });
}

function checkAddresses(cluster: Cluster, node: Node, faults: Faults): void {
  for (const [i, own] of node.addresses.entries()) {
    const path = placeOf(cluster.profile, node, 'address', i);
    const text = formatAddress(own.address);
    if (!isHostAddress(own)) {
      faults.add({
        code: 'address-not-a-host',
        message: `${text} of ${node.name} is not an address a machine in ${formatCidr(own.network)} can have`,
        expected: 'neither the first nor the last address of the network',
        path,
      });
    }
    for (const subnet of [...cluster.podSubnets, ...cluster.serviceSubnets]) {
      if (!overlaps(subnet, own.network)) continue;
      faults.add({
        code: 'address-in-cluster-subnet',
        message: `the network ${formatCidr(own.network)} of ${node.name} overlaps ${formatCidr(subnet)}, which is for pods or services`,
        expected: 'a network of its own for the nodes',
        path,
      });
    }
  }
  const families = new Set(node.addresses.map(({ address }) => address.family));
  for (const subnet of cluster.podSubnets.filter((one) => !node.dynamic && !families.has(one.family))) {
    faults.add({
      code: 'address-family-missing',
      message: `${node.name} has no IPv${subnet.family} address, but the pod subnet ${formatCidr(subnet)} is IPv${subnet.family}`,
      expected: `an IPv${subnet.family} address for every node`,
      path: placeOf(cluster.profile, node, 'address', node.addresses.length),
    });
  }
}

function checkGateways(node: Node, faults: Faults): void {
  node.network.gateways?.forEach((text, i) => {
    const gateway = parseAddress(text);
    if (!gateway || node.addresses.some(({ network }) => contains(network, gateway))) return;
    // A link-local gateway (fe80::/10) is reachable on every link.
    if (gateway.family === 6 && gateway.value >> 118n === 0x3fan) return;
    faults.add({
      code: 'gateway-outside',
      message: `the gateway ${text} is in none of the networks of ${node.name}`,
      expected: `an address in ${node.addresses.map(({ network }) => formatCidr(network)).join(' or ')}`,
      path: [...node.poolPath, 'network', 'gateways', i],
    });
  });
}

function checkPodCIDRs(
  cluster: Cluster,
  node: Node,
  taken: { cidr: Cidr; node: Node }[],
  faults: Faults,
): void {
  for (const [i, text] of node.podCIDRs.entries()) {
    const path = placeOf(cluster.profile, node, 'podCIDRs', i);
    const cidr = parseCidr(text);
    if (!cidr) {
      faults.add({
        code: 'cidr-syntax',
        message: `"${text}" of ${node.name} is no network`,
        expected: 'a network such as 10.244.1.0/24',
        path,
      });
      continue;
    }
    if (hasHostBits(cidr)) {
      faults.add({
        code: 'subnet-host-bits',
        message: `${text} of ${node.name} has bits set behind its prefix of ${cidr.prefix}`,
        expected: formatCidr(cidr),
        path,
      });
    }
    if (!cluster.podSubnets.some((subnet) => contains(subnet, cidr))) {
      faults.add({
        code: 'pod-cidr-outside',
        message: `the pod network ${text} of ${node.name} is not inside the pod subnet`,
        expected: `a part of ${cluster.podSubnets.map(formatCidr).join(' or ')}`,
        path,
      });
    }
    const other = taken.find((one) => overlaps(one.cidr, cidr));
    if (other) {
      faults.add({
        code: 'pod-cidrs-overlap',
        message: `the pod networks of ${other.node.name} (${formatCidr(other.cidr)}) and ${node.name} (${text}) overlap`,
        expected: 'a pod network for each node alone',
        path,
      });
    }
    taken.push({ cidr, node });
  }
}
