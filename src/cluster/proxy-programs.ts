/** Programs that kube-proxy as a unit calls, where nothing says that the machine has them: without ipset there is no IPVS. */
import type { Warning } from '../shared/warning.ts';
import { proxyPrograms } from '../upstream/kube-proxy/programs.ts';
import { livesIn } from '../upstream/schema.ts';
import type { Cluster, Node } from './cluster.ts';
import { kubeProxyRun } from './kube-proxy.ts';

/** One for each program and each place where the profile says that kube-proxy is a unit. */
export function proxyProgramWarnings(cluster: Cluster): Warning[] {
  const found = new Map<string, Warning>();
  for (const node of cluster.nodes) {
    if (kubeProxyRun(cluster, node) !== 'unit') continue;
    const path = node.origin(['kubeProxy', 'run']);
    for (const { name, package: wanted } of lacking(cluster, node))
      found.set(JSON.stringify([path, wanted]), {
        code: 'proxy-program',
        message: `kube-proxy as a unit calls ${name}, and nothing says that ${node.systemName} has it`,
        hint: `host.packages.install: [${wanted}]`,
        path,
      });
  }
  return [...found.values()];
}

/** Without a package manager, and in images that bring what the profile wants, it is not ours to say. */
function lacking({ version }: Cluster, { system, settings }: Node): { name: string; package: string }[] {
  const { packageManager } = system;
  const { mode: how, network } = settings.delivery ?? {};
  if (packageManager === undefined || how === 'preinstalled' || network === 'none') return [];
  const mode = settings.kubeProxy?.mode ?? 'iptables';
  const installed = settings.host?.packages?.install ?? [];
  return proxyPrograms
    .filter((program) => livesIn(program, version.release))
    .filter((program) => program.mode === undefined || program.mode === mode)
    .map(({ name, packages }) => ({ name, package: packages[packageManager] }))
    .filter((program) => !installed.includes(program.package));
}
