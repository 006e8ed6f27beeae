/** containerd: configuration, registries, unit. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { runtimeSource, runtimeType } from '../cluster/runtime.ts';
import type { NodeCredentials } from '../credentials/node.ts';
import type { DropIn, File, Origin, Unit } from '../model/machine.ts';
import { toToml, toYaml } from '../shared/emit.ts';
import { execLine } from '../shared/unit-text.ts';
import { containerdConfiguration } from './containerd/configuration.ts';
import type { Contribution } from './contribution.ts';
import { contentFile, dropInText, textFile, unitWithPatch } from './parts.ts';

const unitName = 'containerd.service';
/** Where containerd looks by itself. */
const defaultConfig = '/etc/containerd/config.toml';

export function containerd(cluster: Cluster, node: Node, credentials: NodeCredentials): Contribution {
  if (runtimeType(node) !== 'containerd') return {};
  const origin: Origin = { component: 'containerd', path: node.origin(['containerRuntime']) };
  const { layout, settings } = node;
  const asPackage = runtimeSource(node) === 'package';
  return {
    files: [
      textFile(layout.runtimeConfig, toToml(containerdConfiguration(cluster, node)), origin),
      ...registryFiles(node, credentials),
      textFile('/etc/crictl.yaml', crictlConfiguration(node), origin),
    ],
    modules: ['overlay', 'br_netfilter'],
    install: asPackage ? [settings.containerRuntime?.package ?? 'containerd'] : [],
    units: [unitOf(node, origin)],
  };
}

/** A program of ours gets a unit of ours; one that comes with a package or the system keeps its unit, with drop-ins. */
function unitOf(node: Node, origin: Origin): Unit {
  const patch = node.settings.containerRuntime?.unit;
  if (runtimeSource(node) === 'upstream') return ownUnit(node, origin);
  const dropIns: DropIn[] = [];
  const isElsewhere = node.layout.runtimeConfig !== defaultConfig;
  if (runtimeSource(node) === 'system' || isElsewhere) {
    // An image-based system's unit names a configuration below /usr; an empty ExecStart= takes that command line away.
    const command = execLine([node.layout.programs.containerd, '--config', node.layout.runtimeConfig]);
    const text = `[Service]\nExecStart=\nExecStart=${command}\n`;
    dropIns.push({ name: '20-configuration.conf', text, origin });
  }
  if (patch) dropIns.push({ name: '30-profile.conf', text: dropInText(patch), origin });
  return { name: unitName, state: 'enabled', dropIns, origin };
}

/** As containerd's own unit file, containerd.service in its repository. */
function ownUnit(node: Node, origin: Origin): Unit {
  const { layout, settings } = node;
  const entries = {
    Unit: {
      Description: 'containerd container runtime',
      Documentation: 'https://containerd.io',
      After: 'network.target local-fs.target',
    },
    Service: {
      Type: 'notify',
      ExecStartPre: '-/sbin/modprobe overlay',
      Delegate: 'yes',
      KillMode: 'process',
      Restart: 'always',
      RestartSec: '5',
      LimitNPROC: 'infinity',
      LimitCORE: 'infinity',
      LimitNOFILE: '1048576',
      TasksMax: 'infinity',
      OOMScoreAdjust: '-999',
    },
    Install: { WantedBy: 'multi-user.target' },
  };
  const argv = layout.runtimeConfig === defaultConfig ? [] : ['--config', layout.runtimeConfig];
  return unitWithPatch(
    unitName,
    entries,
    execLine([layout.programs.containerd, ...argv]),
    settings.containerRuntime?.unit,
    origin,
  );
}

/** hosts.toml per registry, with the authority its mirrors are checked against beside it. */
function registryFiles(node: Node, credentials: NodeCredentials): File[] {
  const registries = node.settings.containerRuntime?.registries ?? {};
  return Object.entries(registries).flatMap(([host, registry]) => {
    const origin: Origin = {
      component: 'containerd',
      path: node.origin(['containerRuntime', 'registries', host]),
    };
    const folder = `${node.layout.registryHosts}/${host}`;
    const content = credentials.registryHosts.get(host);
    return [
      ...(content ? [contentFile(`${folder}/hosts.toml`, content, origin)] : []),
      ...(registry.certificateAuthority
        ? [textFile(`${folder}/ca.crt`, registry.certificateAuthority, origin)]
        : []),
    ];
  });
}

function crictlConfiguration(node: Node): string {
  const address = `unix://${node.layout.runtimeSocket}`;
  return toYaml({ 'runtime-endpoint': address, 'image-endpoint': address });
}
