/** From a profile to a cluster: everything that follows from it, and every fault in how its parts relate. */
import type { Lock } from '../model/lock.ts';
import type { Profile, Settings } from '../profile/schema/profile.ts';
import { formatAddress, formatCidr, parseInterfaceAddress } from '../shared/address.ts';
import { Bug, Faults, oncePerPlace } from '../shared/fault.ts';
import { isDnsSubdomain, isUnicastMac, normalizeMac } from '../shared/names.ts';
import { parseVersion } from '../upstream/release.ts';
import { systemRow } from '../upstream/systems.ts';
import type { Cluster, Node } from './cluster.ts';
import { controlPlaneOf } from './control-plane.ts';
import { type Entry, entriesOf } from './entries.ts';
import { layoutOf } from './layout.ts';
import { type AddressPlan, addressPlan, podCIDRsOf } from './networks.ts';
import { checkRelations } from './relations/index.ts';
import { joinSettings, type Layer } from './settings.ts';

/**
 * Throws InputError with every fault found, those in the lock with document `lock`. Without a lock the catalogue must know
 * everything; with pins left `open` there is nothing to be known yet.
 */
export function deriveCluster(profile: Profile, lock?: Lock, pins: 'open' | 'closed' = 'closed'): Cluster {
  const faults = new Faults();
  const version = parseVersion(profile.kubernetesVersion);
  if (!version) throw new Bug(`the schema let the version ${profile.kubernetesVersion} through`);
  const plan = addressPlan(profile, faults);
  const entries = entriesOf(profile, faults);
  faults.throwIfAny();
  const ofNodes = new Faults();
  const nodes = entries.flatMap((entry, index) => deriveNode(profile, plan, entry, index, ofNodes) ?? []);
  faults.addAll(oncePerPlace(ofNodes.distinct()));
  faults.throwIfAny();
  const controlPlane = controlPlaneOf(profile, nodes, plan.serviceSubnets);
  const cluster: Cluster = {
    profile,
    name: profile.clusterName,
    version,
    endpoint: profile.controlPlaneEndpoint,
    ...plan,
    dnsDomain: profile.networking?.dnsDomain ?? 'cluster.local',
    nodes,
    ...(controlPlane && { controlPlane }),
    ...(lock && { lock }),
  };
  checkRelations(cluster, faults, pins);
  faults.throwIfAny();
  return cluster;
}

/** What no machine of a pool can have beforehand, as nobody knows its name: the profile may not say otherwise. */
const forAnyMachine: Settings = {
  kubelet: { clientCertificate: 'bootstrap', servingCertificate: 'self-signed' },
};

/** Two who give pods their addresses would be one too many. */
const byManifests: Settings = { podNetwork: { type: 'none' } };

function deriveNode(
  profile: Profile,
  plan: AddressPlan,
  entry: Entry,
  index: number,
  faults: Faults,
): Node | undefined {
  const { pool, node } = entry;
  const layers: Layer[] = [
    ...(entry.dynamic ? [{ value: forAnyMachine, path: entry.path }] : []),
    ...(profile.networking?.manifests ? [{ value: byManifests, path: ['networking', 'manifests'] }] : []),
    { value: profile, path: [] },
    { value: pool, path: entry.poolPath },
    { value: node, path: entry.overridePath ?? entry.path },
  ];
  const { value: settings, origin } = joinSettings(layers);
  const system = systemRow(pool.os);
  const texts = node.address === undefined ? (node.addresses ?? []) : [node.address];
  const addresses = texts.flatMap((text) => parseInterfaceAddress(text) ?? []);
  const mac = node.mac === undefined ? undefined : normalizeMac(node.mac);
  if (!checkForms(entry, texts.length - addresses.length, mac, faults)) return undefined;
  const podCIDRs = entry.dynamic ? [] : (node.podCIDRs ?? allotted(profile, plan, entry, index, faults));
  return {
    name: node.name,
    pool: pool.name,
    role: pool.role,
    systemName: pool.os,
    system,
    arch: pool.arch ?? 'amd64',
    ignitionVersion: pool.ignitionVersion ?? '3.4.0',
    addresses,
    ips: addresses.map(({ address }) => formatAddress(address)),
    ...(mac && { mac }),
    network: pool.network ?? {},
    podCIDRs,
    dynamic: entry.dynamic ?? false,
    etcdJoin: node.etcd?.join ?? 'new',
    settings,
    layout: layoutOf(profile, settings, system),
    path: entry.path,
    poolPath: entry.poolPath,
    origin,
  };
}

/** What came out of a range has not been through the schema's forms. */
function checkForms(entry: Entry, badAddresses: number, mac: string | undefined, faults: Faults): boolean {
  const before = faults.count;
  const { node, path } = entry;
  if (node.address !== undefined && node.addresses !== undefined) {
    faults.add({
      code: 'address-twice',
      message: `${node.name} has both address and addresses`,
      expected: 'one of them',
      path: [...(entry.overridePath ?? path), 'addresses'],
      atKey: true,
    });
  }
  if (!isDnsSubdomain(node.name)) {
    faults.add({
      code: 'name-syntax',
      message: `"${node.name}" does not do as a node's name`,
      expected: 'a DNS name',
      path: [...path, 'names'],
    });
  }
  if (badAddresses > 0) {
    const expected = 'an address with its prefix length, such as 10.0.1.11/24';
    faults.add({
      code: 'address-syntax',
      message: `${node.name} gets what is no address`,
      expected,
      path: [...path, 'addresses'],
    });
  }
  if (node.mac !== undefined && !(mac !== undefined && isUnicastMac(mac))) {
    const expected = 'the MAC address of a network card, such as 52:54:00:00:01:11';
    faults.add({
      code: 'mac-syntax',
      message: `${node.name} gets what is no MAC address`,
      expected,
      path: [...path, 'macs'],
    });
  }
  if (!entry.dynamic && node.address === undefined && (node.addresses ?? []).length === 0) {
    faults.add({
      code: 'missing-key',
      message: `${node.name} has no address`,
      expected: 'address: or addresses:',
      path,
    });
  }
  return faults.count === before;
}

function allotted(
  profile: Profile,
  plan: AddressPlan,
  entry: Entry,
  index: number,
  faults: Faults,
): string[] {
  const { cidrs, exhausted } = podCIDRsOf(profile, plan.podSubnets, index);
  if (exhausted) {
    faults.add({
      code: 'pod-subnet-exhausted',
      message: `${formatCidr(exhausted)} has no network left for ${entry.node.name}, node ${index + 1} of the cluster`,
      expected: 'a larger podSubnet, or longer podCIDRPrefixes',
      path: ['networking', 'podSubnet'],
    });
  }
  return cidrs;
}
