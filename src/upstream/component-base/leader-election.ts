/** k8s.io/component-base/config/v1alpha1: which of several replicas works. */
import { bool, duration, string, struct } from '../schema.ts';

export const leaderElectionConfiguration = struct({
  leaderElect: bool(),
  leaseDuration: duration(),
  renewDeadline: duration(),
  resourceLock: string(),
  resourceName: string(),
  resourceNamespace: string(),
  retryPeriod: duration(),
});
