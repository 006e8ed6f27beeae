/** Which flags the programs of a control plane have, by release. */
import type { Flag } from './flag.ts';
import { kubeApiserverFlags } from './kube-apiserver/flags.ts';
import { kubeControllerManagerFlags } from './kube-controller-manager/flags.ts';
import { kubeSchedulerFlags } from './kube-scheduler/flags.ts';
import type { Release } from './release.ts';
import { livesIn } from './schema.ts';

export const controlPlaneFlags = {
  'kube-apiserver': kubeApiserverFlags,
  'kube-controller-manager': kubeControllerManagerFlags,
  'kube-scheduler': kubeSchedulerFlags,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Flag>>>>;

/** Those of the given flags that the program has in that release. */
export function flagsIn(
  table: Readonly<Record<string, Pick<Flag, 'life'>>>,
  release: Release,
  flags: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(flags).filter(([name]) => table[name] && livesIn(table[name].life, release)),
  );
}
