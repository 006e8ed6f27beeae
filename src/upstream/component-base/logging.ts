/** k8s.io/component-base/logs/api/v1: the `logging` section of the kubelet's and kube-proxy's config files. */
import { any, bool, int, list, oneOf, string, struct } from '../schema.ts';

const routing = {
  infoBufferSize: string(),
  splitStream: bool(),
};

export const loggingConfiguration = struct({
  format: oneOf(['text', 'json']),
  // A count of nanoseconds up to 1.26; since then a duration such as 5s is understood too.
  flushFrequency: any({ since: '1.23', source: 'CHANGELOG-1.23' }),
  verbosity: int({ since: '1.23', source: 'CHANGELOG-1.23' }),
  vmodule: list(struct({ filePattern: string(), verbosity: int() }), {
    since: '1.23',
    source: 'CHANGELOG-1.23',
  }),
  options: struct(
    {
      json: struct(routing),
      text: struct(routing, { since: '1.30', source: 'CHANGELOG-1.30' }),
    },
    { since: '1.23', source: 'CHANGELOG-1.23' },
  ),
  sanitization: bool({ since: '1.20', until: '1.24', source: 'KEP-1753' }),
});
