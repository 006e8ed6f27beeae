/** The small nested types of kubelet.config.k8s.io/v1beta1. */
import { any, duration, int, map, oneOf, string, struct } from '../schema.ts';

/** core/v1 Taint. */
export const taint = struct({
  key: string(),
  value: string(),
  effect: oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  timeAdded: string(),
});

/** `limits` holds resource quantities, which YAML may write as text (1Gi) or as a number. */
export const memoryReservation = struct({ numaNode: int(), limits: map(any()) });

/** `swapBehavior` is no closed set over all releases: UnlimitedSwap went away in 1.30, NoSwap came. */
export const memorySwap = struct({ swapBehavior: string() });

export const crashLoopBackOff = struct({ maxContainerRestartPeriod: duration() });

export const userNamespaces = struct({ idsPerPod: int() });

export const shutdownGracePeriodByPodPriority = struct({
  priority: int(),
  shutdownGracePeriodSeconds: int(),
});
