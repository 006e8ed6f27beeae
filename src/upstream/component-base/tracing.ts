/** k8s.io/component-base/tracing/api/v1: where OpenTelemetry spans go. */
import { int, string, struct } from '../schema.ts';

export const tracingConfiguration = struct({
  endpoint: string(),
  samplingRatePerMillion: int(),
});
