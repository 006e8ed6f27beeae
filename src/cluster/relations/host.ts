/** Does what the profile wants of a machine fit the machine's system? */

import { durationMs } from '../../shared/duration.ts';
import type { Faults, Path } from '../../shared/fault.ts';
import { dottedSysctlKey, isDropInName } from '../../shared/names.ts';
import { kubeletConfiguration } from '../../upstream/kubelet/configuration.ts';
import { fieldLives } from '../../upstream/schema.ts';
import { binaryOf } from '../binaries.ts';
import type { Cluster, Node } from '../cluster.ts';
import { wantedSysctls } from '../kernel.ts';
import { type WantedProgram, wantedPrograms } from '../programs.ts';
import { lifeInWords } from './patches.ts';

export function checkHost(cluster: Cluster, faults: Faults): void {
  checkValidity(cluster, faults);
  for (const node of cluster.nodes) {
    checkPackages(node, faults);
    checkAccounts(node, faults);
    checkPlaces(cluster, node, faults);
    checkSysctls(cluster, node, faults);
    checkUnits(node, faults);
    checkMirrors(cluster, node, faults);
    checkSwap(cluster, node, faults);
    checkRegistries(node, faults);
  }
}

function checkPackages(node: Node, faults: Faults): void {
  const packages = node.settings.host?.packages;
  if (!packages) return;
  if (node.system.packageManager) {
    checkContradictions(node, packages, faults);
    return;
  }
  for (const key of ['install', 'remove', 'repositories'] as const) {
    if ((packages[key] ?? []).length === 0) continue;
    faults.add({
      code: 'no-package-manager',
      message: `${node.systemName} has no packages to ${key === 'remove' ? 'remove' : 'install'}`,
      expected: 'nothing here, or another system',
      path: node.origin(['host', 'packages', key]),
    });
  }
}

function checkContradictions(
  node: Node,
  {
    install = [],
    remove = [],
  }: { install?: readonly string[] | undefined; remove?: readonly string[] | undefined },
  faults: Faults,
): void {
  remove.forEach((name, i) => {
    if (!install.includes(name)) return;
    faults.add({
      code: 'package-contradiction',
      message: `${name} is to be installed and removed`,
      expected: 'one of the two',
      path: node.origin(['host', 'packages', 'remove', i]),
    });
  });
}

/** Accounts every system has. */
const systemAccounts = [
  'root',
  'nobody',
  'daemon',
  'bin',
  'sys',
  'adm',
  'systemd-network',
  'systemd-resolve',
];

function checkAccounts(node: Node, faults: Faults): void {
  const host = node.settings.host;
  const groups = new Set([
    'root',
    ...(host?.groups ?? []).map((group) => group.name),
    ...(host?.users ?? []).map((user) => user.group ?? user.name),
  ]);
  const users = new Set(['root', ...(host?.users ?? []).map((user) => user.name)]);
  const declaredGroups = new Set((host?.groups ?? []).map((group) => group.name));
  (host?.users ?? []).forEach((user, i) => {
    if (user.group === undefined || declaredGroups.has(user.group)) return;
    faults.add({
      code: 'account-unknown',
      message: `the group ${user.group} of ${user.name} is not declared`,
      expected: 'a group under host.groups',
      path: node.origin(['host', 'users', i, 'group']),
    });
  });
  for (const kind of ['files', 'directories'] as const) {
    (host?.[kind] ?? []).forEach((item, i) => {
      const check = (name: string | undefined, known: ReadonlySet<string>, key: string) => {
        if (name === undefined || known.has(name)) return;
        const hint = systemAccounts.includes(name)
          ? 'its number differs between systems: declare an account of your own'
          : undefined;
        faults.add({
          code: 'account-unknown',
          message: `the ${key === 'owner' ? 'user' : 'group'} ${name} is not declared`,
          expected: `one under host.${key === 'owner' ? 'users' : 'groups'}`,
          ...(hint && { hint }),
          path: node.origin(['host', kind, i, key]),
        });
      };
      check(item.owner, users, 'owner');
      check(item.group, groups, 'group');
    });
  }
}

function checkPlaces(cluster: Cluster, node: Node, faults: Faults): void {
  const { readOnly = [], writable = [] } = node.system;
  const refuse = (place: string, path: Path) => {
    const isBelow = (folder: string) => place === folder || place.startsWith(`${folder}/`);
    if (!readOnly.some(isBelow) || writable.some(isBelow)) return;
    faults.add({
      code: 'read-only-place',
      message: `${place} cannot be written on ${node.systemName}`,
      expected: `a place such as ${node.system.binaryDirectory}`,
      path,
    });
  };
  for (const wanted of wantedPrograms(cluster.version, node, cluster.controlPlane))
    refuse(wanted.directory, node.origin([...wanted.path, 'directory']));
  for (const kind of ['files', 'directories', 'links'] as const) {
    (node.settings.host?.[kind] ?? []).forEach(({ path }, i) => {
      refuse(path, node.origin(['host', kind, i, 'path']));
    });
  }
}

function checkSysctls(cluster: Cluster, node: Node, faults: Faults): void {
  const own = node.settings.host?.sysctls ?? {};
  for (const [key, wanted] of Object.entries(wantedSysctls(cluster, node))) {
    const [name, given] = Object.entries(own).find(([one]) => dottedSysctlKey(one) === key) ?? [key];
    if (given === undefined || String(given) === wanted.value) continue;
    faults.add({
      code: 'sysctl-contradiction',
      message: `${key} is to be ${given}, but ${wanted.why} needs ${wanted.value}`,
      expected: wanted.value,
      path: node.origin(['host', 'sysctls', name]),
    });
  }
  const bySlash = new Map<string, string>();
  for (const [key, value] of Object.entries(own)) {
    const normal = dottedSysctlKey(key);
    const other = bySlash.get(normal);
    if (other !== undefined && other !== String(value)) {
      faults.add({
        code: 'sysctl-contradiction',
        message: `${normal} is given twice, as ${other} and as ${value}`,
        expected: 'one value',
        path: node.origin(['host', 'sysctls', key]),
      });
    }
    bySlash.set(normal, String(value));
  }
}

function checkUnits(node: Node, faults: Faults): void {
  (node.settings.host?.units ?? []).forEach((unit, i) => {
    const path = node.origin(['host', 'units', i]);
    if (unit.state === 'masked' && unit.contents !== undefined) {
      faults.add({
        code: 'masked-unit-with-text',
        message: `${unit.name} is masked and has contents: a masked unit is a link to /dev/null`,
        expected: 'one of the two',
        path,
      });
    }
    (unit.dropIns ?? []).forEach((dropIn, j) => {
      if (isDropInName(dropIn.name)) return;
      faults.add({
        code: 'drop-in-name',
        message: `"${dropIn.name}" is not read by systemd`,
        expected: 'a file name that ends in .conf',
        path: node.origin(['host', 'units', i, 'dropIns', j, 'name']),
      });
    });
    const ordered = /^\s*After=.*\b(multi-user\.target|cloud-final\.service|cloud-init\.target)\b/m.exec(
      unit.contents ?? '',
    );
    if (
      unit.state !== 'masked' &&
      ordered &&
      /^\s*WantedBy=.*\bmulti-user\.target\b/m.test(unit.contents ?? '')
    ) {
      faults.add({
        code: 'unit-ordering',
        message: `${unit.name} waits for ${ordered[1]}, which is reached only after it`,
        expected: 'no After= of what wants the unit',
        path: node.origin(['host', 'units', i, 'contents']),
      });
    }
  });
}

function checkMirrors(cluster: Cluster, node: Node, faults: Faults): void {
  const { binaries } = node.settings;
  if (binaries?.upstream !== false) return;
  const prefixes = (binaries.mirrors ?? []).map(({ prefix }) => prefix);
  const orphan = wantedPrograms(cluster.version, node)
    .flatMap((wanted) => publishedAt(cluster, node, wanted).slice(0, 1))
    .find((url) => !prefixes.some((prefix) => url.startsWith(prefix)));
  if (orphan === undefined) return;
  const which = prefixes.length === 0 ? 'there is no mirror' : `no mirror stands for ${orphan}`;
  faults.add({
    code: 'no-sources',
    message: `upstream is not to be asked, and ${which}`,
    expected: `binaries.mirrors with a prefix such as ${new URL(orphan).origin}/`,
    path: node.origin(['binaries', 'upstream']),
  });
}

/** Empty when that is not known, which is a fault of its own. */
function publishedAt(cluster: Cluster, node: Node, wanted: WantedProgram): readonly string[] {
  const found = binaryOf(cluster, node, wanted);
  return found && 'pin' in found ? found.pin.urls : [];
}

function checkSwap(cluster: Cluster, node: Node, faults: Faults): void {
  if (node.settings.host?.swap !== 'limited') return;
  const { release } = cluster.version;
  if (!fieldLives(kubeletConfiguration, ['memorySwap'], release)) {
    faults.add({
      code: 'swap-contradiction',
      message: `the kubelet of Kubernetes ${release} cannot leave pods a share of swap: ${lifeInWords(kubeletConfiguration.fields.memorySwap.life ?? {})}`,
      expected: 'swap: disabled or unmanaged',
      path: node.origin(['host', 'swap']),
    });
  }
  if (node.settings.kubelet?.config?.['failSwapOn'] !== true) return;
  faults.add({
    code: 'swap-contradiction',
    message: 'swap stays on (host.swap: limited), but the kubelet is to refuse to start on it',
    expected: 'failSwapOn: false, or swap: disabled',
    path: node.origin(['kubelet', 'config', 'failSwapOn']),
  });
}

/** A password is sent to mirrors; without one it would go nowhere. */
function checkRegistries(node: Node, faults: Faults): void {
  for (const [host, registry] of Object.entries(node.settings.containerRuntime?.registries ?? {})) {
    if (!registry.credentials || (registry.mirrors ?? []).length > 0) continue;
    faults.add({
      code: 'credentials-without-mirror',
      message: `the credentials for ${host} are sent to its mirrors, and it has none`,
      expected: `mirrors, such as https://${host}`,
      path: node.origin(['containerRuntime', 'registries', host, 'credentials']),
    });
  }
}

const hour = 3_600_000;

function checkValidity(cluster: Cluster, faults: Faults): void {
  const { pki } = cluster.profile;
  const leaf = durationMs(pki?.certificateValidityPeriod ?? '8760h');
  const authority = durationMs(pki?.caCertificateValidityPeriod ?? '87600h');
  if (leaf < hour) {
    faults.add({
      code: 'validity-too-short',
      message: 'a certificate is to be valid for less than an hour',
      expected: 'such as 8760h',
      path: ['pki', 'certificateValidityPeriod'],
    });
  }
  if (leaf > authority) {
    faults.add({
      code: 'validity-order',
      message: 'certificates are to outlive the authority that signs them',
      expected: 'a caCertificateValidityPeriod that is longer',
      path: ['pki', 'certificateValidityPeriod'],
    });
  }
}
