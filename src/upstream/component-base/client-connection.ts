/** k8s.io/component-base/config/v1alpha1: how a component reaches the API server. */
import { float, int, string, struct } from '../schema.ts';

export const clientConnectionConfiguration = struct({
  acceptContentTypes: string(),
  burst: int(),
  contentType: string(),
  kubeconfig: string(),
  qps: float(),
});
