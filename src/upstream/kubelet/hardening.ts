/** What a kubelet wants before it may be strict, and since when it can be. */
import type { Release } from '../release.ts';
import { type Life, livesIn } from '../schema.ts';
import type { WantedSysctl } from '../sysctls.ts';

/** The field came in 1.22 behind the gate SeccompDefault, which is on by itself from 1.25 (KEP-2413; stable in 1.27). */
const seccompDefault: Life = { since: '1.25', source: 'KEP-2413' };

export function hasSeccompDefault(release: Release): boolean {
  return livesIn(seccompDefault, release);
}

/**
 * With protectKernelDefaults the kubelet does not set these itself: it refuses to start where they differ.
 * Source: pkg/kubelet/cm/container_manager_linux.go (setupKernelTunables), values in pkg/util/sysctl of k8s.io/component-helpers.
 */
export function protectedSysctls(): Readonly<Record<string, WantedSysctl>> {
  const why = 'the kubelet (protectKernelDefaults)';
  return {
    'vm.overcommit_memory': { value: '1', why },
    'vm.panic_on_oom': { value: '0', why },
    'kernel.panic': { value: '10', why },
    'kernel.panic_on_oops': { value: '1', why },
    'kernel.keys.root_maxkeys': { value: '1000000', why },
    'kernel.keys.root_maxbytes': { value: '25000000', why },
  };
}
