/** The user's patches and flags, held against what that version of the component knows. */
import type { ExtraArgs } from '../../profile/schema/profile.ts';
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import { suggest } from '../../shared/suggest.ts';
import type { Flag } from '../../upstream/flag.ts';
import { kubeProxyConfiguration } from '../../upstream/kube-proxy/configuration.ts';
import { kubeProxyFlags } from '../../upstream/kube-proxy/flags.ts';
import { kubeletConfiguration } from '../../upstream/kubelet/configuration.ts';
import { kubeletFlags } from '../../upstream/kubelet/flags.ts';
import type { Release } from '../../upstream/release.ts';
import { checkAgainst, type Life, livesIn, type Mismatch, type Schema } from '../../upstream/schema.ts';
import type { Cluster, Node } from '../cluster.ts';
import { runtimeSchema } from '../runtime.ts';

export function checkPatches(cluster: Cluster, faults: Faults): void {
  const { release } = cluster.version;
  const kubernetes = (what: string): Program => ({ what, release, version: `Kubernetes ${release}` });
  for (const node of cluster.nodes) {
    const { kubelet, kubeProxy, containerRuntime } = node.settings;
    const patch = (schema: Schema, value: unknown, path: Path, program: Program) => {
      faults.addAll(patchFaults(schema, value, path, node.origin, program));
    };
    patch(kubeletConfiguration, kubelet?.config, ['kubelet', 'config'], kubernetes('KubeletConfiguration'));
    patch(
      kubeProxyConfiguration,
      kubeProxy?.config,
      ['kubeProxy', 'config'],
      kubernetes('KubeProxyConfiguration'),
    );
    const runtime = runtimeSchema(cluster.version, node);
    patch(runtime.schema, containerRuntime?.config, ['containerRuntime', 'config'], runtime.program);
    faults.addAll(
      flagFaults(
        kubeletFlags,
        kubelet?.extraArgs,
        ['kubelet', 'extraArgs'],
        node.origin,
        kubernetes('the kubelet'),
        (name) =>
          leavesOutOurTaint(name, kubelet?.extraArgs?.[name], node) ? undefined : kubeletOwned[name],
      ),
    );
    faults.addAll(
      flagFaults(
        kubeProxyFlags,
        kubeProxy?.extraArgs,
        ['kubeProxy', 'extraArgs'],
        node.origin,
        kubernetes('kube-proxy'),
        (name) => kubeProxyOwned[name],
      ),
    );
  }
}

/** A program in a message: what takes the key, and the version it has here. */
export interface Program {
  readonly what: string;
  readonly release: Release;
  readonly version: string;
}

/** Flags that follow from settings, and from which. */
const kubeletOwned: Readonly<Record<string, string>> = {
  config: 'kubelet.configFile',
  kubeconfig: 'kubelet.kubeconfig.path',
  'bootstrap-kubeconfig': 'kubelet.bootstrapKubeconfig.path',
  'cert-dir': 'kubelet.certificateDirectory',
  'hostname-override': 'kubelet.hostnameOverride',
  'node-ip': 'kubelet.nodeIP',
  'node-labels': 'labels',
  'register-with-taints': 'taints',
};
const kubeProxyOwned: Readonly<Record<string, string>> = { config: 'kubeProxy.configFile' };

export function patchFaults(
  schema: Schema,
  value: unknown,
  path: Path,
  origin: (path: Path) => Path,
  program: Program,
): Fault[] {
  if (value === undefined) return [];
  return checkAgainst(schema, value, program.release).map((mismatch) =>
    mismatchFault(mismatch, [...path, ...mismatch.path], origin, program),
  );
}

function mismatchFault(
  mismatch: Mismatch,
  path: Path,
  origin: (path: Path) => Path,
  program: Program,
): Fault {
  const name = mismatch.path.join('.');
  const place = origin(path);
  if (mismatch.kind === 'type') {
    return {
      code: 'field-type',
      message: `${program.what} does not take this value for ${name}`,
      expected: mismatch.expected,
      path: place,
    };
  }
  if (mismatch.kind === 'absent') {
    return {
      code: 'field-absent',
      message: `${program.what} of ${program.version} has no ${name}: ${lifeInWords(mismatch.life)}`,
      path: place,
      atKey: true,
    };
  }
  const meant = suggest(String(mismatch.path.at(-1)), mismatch.known);
  return {
    code: 'field-unknown',
    message: `${program.what} has no ${name}`,
    ...(meant && { hint: `did you mean ${meant}?` }),
    path: place,
    atKey: true,
  };
}

/** `owner`: the setting that a flag follows from, if any. */
export function flagFaults(
  flags: Readonly<Record<string, Pick<Flag, 'life'>>>,
  args: ExtraArgs | undefined,
  path: Path,
  origin: (path: Path) => Path,
  program: Program,
  owner: (name: string) => string | undefined,
): Fault[] {
  return Object.keys(args ?? {}).flatMap((name): Fault[] => {
    const at = { path: origin([...path, name]), atKey: true };
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
    if (!flag) {
      const meant = suggest(name, Object.keys(flags));
      return [
        {
          code: 'flag-unknown',
          message: `${program.what} has no flag --${name}`,
          ...(meant && { hint: `did you mean ${meant}?` }),
          ...at,
        },
      ];
    }
    if (!livesIn(flag.life, program.release)) {
      return [
        {
          code: 'flag-absent',
          message: `${program.what} of ${program.version} has no flag --${name}: ${lifeInWords(flag.life ?? {})}`,
          ...at,
        },
      ];
    }
    const setting = owner(name);
    return setting === undefined
      ? []
      : [
          {
            code: 'flag-owned',
            message: `--${name} follows from another setting`,
            expected: `${setting}`,
            ...at,
          },
        ];
  });
}

/** The reconciler gives a control-plane node its taint in any case; a profile's own taints come from the kubelet alone. */
function leavesOutOurTaint(name: string, value: string | null | undefined, node: Node): boolean {
  return name === 'register-with-taints' && value === null && (node.settings.taints ?? []).length === 0;
}

/** `it came in 1.22 and went in 1.35`. */
export function lifeInWords({ since, until }: Life): string {
  const parts = [...(since ? [`came in ${since}`] : []), ...(until ? [`went in ${until}`] : [])];
  return `it ${parts.join(' and ')}`;
}
