/** Who may talk to the kubelet: the `authentication` and `authorization` sections, unchanged since 1.10. */
import { bool, duration, oneOf, string, struct } from '../schema.ts';

export const authentication = struct({
  anonymous: struct({ enabled: bool() }),
  webhook: struct({ enabled: bool(), cacheTTL: duration() }),
  x509: struct({ clientCAFile: string() }),
});

export const authorization = struct({
  mode: oneOf(['AlwaysAllow', 'Webhook']),
  webhook: struct({ cacheAuthorizedTTL: duration(), cacheUnauthorizedTTL: duration() }),
});
