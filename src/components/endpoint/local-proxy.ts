/** A proxy of the node's own before all API servers: the distribution's package as a unit, or a static pod where there is none for it. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import { hostOf, localProxyPort } from '../../cluster/control-plane.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import type { NodeCredentials } from '../../credentials/node.ts';
import type { Origin, Unit } from '../../model/machine.ts';
import { execLine } from '../../shared/unit-text.ts';
import { type ProxyProgram, type ProxyRow, proxies } from '../../upstream/endpoint.ts';
import type { Contribution } from '../contribution.ts';
import { textFile, unitWithPatch } from '../parts.ts';
import { readsAnnotations } from '../pod-reads.ts';
import { hostPodYaml } from './pod.ts';
import { proxyText } from './proxy-text.ts';

interface Settings {
  readonly program?: ProxyProgram | undefined;
  readonly port?: number | undefined;
  /** Absent: the distribution's package serves. */
  readonly image: string | undefined;
}

const name = 'nodeseed-api-proxy';
/** Not the packages' own place: theirs may come with a question of the package manager's. */
const configPath = '/etc/nodeseed/api-proxy.conf';

export function localProxy(
  cluster: Cluster,
  node: Node,
  { authorities }: NodeCredentials,
  settings: Settings,
  origin: Origin,
): Contribution {
  const program = settings.program ?? 'haproxy';
  const proxy = proxies[program];
  const packages = node.system.packageManager && proxy.packages[node.system.packageManager];
  const text = proxyText[program]({
    port: settings.port ?? localProxyPort,
    servers: (cluster.controlPlane?.nodes ?? []).map((server) => ({
      name: server.name,
      host: hostOf(server.ips[0] ?? ''),
    })),
    authority: node.layout.clusterAuthority,
    ...(settings.image === undefined && { user: proxy.user }),
    inPod: settings.image !== undefined,
  });
  const config = textFile(configPath, text, origin);
  if (settings.image !== undefined) {
    const authority = { path: node.layout.clusterAuthority, content: authorities.cluster };
    const annotations = readsAnnotations([config, ...(program === 'haproxy' ? [authority] : [])]);
    const pod = podText(node, program, proxy, settings.image, annotations);
    return { files: [config, textFile(`${paths.manifests}/${name}.yaml`, pod, origin, 0o600)] };
  }
  return {
    files: [config],
    install: packages ?? [],
    units: [
      unitOf(node, program, proxy, origin),
      // The package's own, which would serve whatever the package's own configuration says.
      { name: proxy.unit, state: 'disabled', dropIns: [], origin },
    ],
  };
}

/** In the foreground, without children that systemd would have to be told of. */
const foreground: Readonly<Record<ProxyProgram, readonly string[]>> = {
  haproxy: ['-db', '-f', configPath],
  nginx: ['-g', 'daemon off;', '-c', configPath],
};

function unitOf(node: Node, program: ProxyProgram, proxy: ProxyRow, origin: Origin): Unit {
  const allow = node.system.selinux && proxy.boolean !== undefined;
  const entries = {
    Unit: {
      Description: 'Proxy to the Kubernetes API servers',
      Wants: 'network-online.target',
      After: 'network-online.target',
      Before: 'kubelet.service',
    },
    Service: {
      ...(allow && { ExecStartPre: `-/usr/sbin/setsebool ${proxy.boolean} on` }),
      Restart: 'always',
      RestartSec: '5',
      LimitNOFILE: '65536',
    },
    Install: { WantedBy: 'multi-user.target' },
  };
  return unitWithPatch(
    `${name}.service`,
    entries,
    execLine([proxy.binary, ...foreground[program]]),
    undefined,
    origin,
  );
}

function podText(
  node: Node,
  program: ProxyProgram,
  { uid }: ProxyRow,
  image: string,
  annotations: Readonly<Record<string, string>>,
): string {
  return hostPodYaml({
    name,
    image,
    uid,
    command: [program, ...foreground[program]],
    annotations,
    mounts: [
      { name: 'configuration', file: configPath },
      ...(program === 'haproxy' ? [{ name: 'authority', file: node.layout.clusterAuthority }] : []),
    ],
  });
}
