/** How the parts of a profile relate. Each file here asks one kind of question; all faults are collected. */
import type { Faults } from '../../shared/fault.ts';
import { isKnownRelease } from '../../upstream/kubernetes.ts';
import type { Cluster } from '../cluster.ts';
import { checkAccounts } from './accounts.ts';
import { checkAudit } from './audit.ts';
import { checkContents } from './contents.ts';
import { checkControlPlane } from './control-plane.ts';
import { checkControlPlaneSettings } from './control-plane-settings.ts';
import { checkDelivery } from './delivery.ts';
import { checkEndpoint } from './endpoint.ts';
import { checkHostUnits } from './host-units.ts';
import { checkLabels } from './labels.ts';
import { checkManifests } from './manifests.ts';
import { checkMedia } from './media.ts';
import { checkMirrors } from './mirrors.ts';
import { checkNames } from './names.ts';
import { checkNetworks } from './networks.ts';
import { checkPackages } from './packages.ts';
import { checkPatches } from './patches.ts';
import { checkPins } from './pins.ts';
import { checkPlaces } from './places.ts';
import { checkDynamicPools } from './pools.ts';
import { checkRegistries } from './registries.ts';
import { checkRoutes } from './routes.ts';
import { checkRuntime } from './runtime.ts';
import { checkServing } from './serving.ts';
import { checkSettings } from './settings.ts';
import { checkSwap } from './swap.ts';
import { checkSysctls } from './sysctls.ts';
import { checkUnitPatches } from './units.ts';
import { checkValidity } from './validity.ts';
import { checkValues } from './values.ts';
import { checkVersions } from './versions.ts';

/** Pins that are still open are not looked at: `lock` is about to close them. */
export function checkRelations(cluster: Cluster, faults: Faults, pins: 'open' | 'closed' = 'closed'): void {
  for (const check of [checkNames, checkNetworks, checkVersions]) check(cluster, faults);
  // Of a release that nobody knows nothing else can be said.
  if (!isKnownRelease(cluster.version.release)) return;
  if (pins === 'closed') checkPins(cluster, faults);
  for (const check of [
    checkControlPlane,
    checkControlPlaneSettings,
    checkAudit,
    checkEndpoint,
    checkDynamicPools,
    checkManifests,
    checkRoutes,
    checkRuntime,
    checkLabels,
    checkPatches,
    checkSettings,
    checkValues,
    checkUnitPatches,
    checkServing,
    checkContents,
    checkValidity,
    checkPackages,
    checkAccounts,
    checkPlaces,
    checkSysctls,
    checkHostUnits,
    checkMirrors,
    checkSwap,
    checkRegistries,
    checkDelivery,
    checkMedia,
  ]) {
    check(cluster, faults);
  }
}
