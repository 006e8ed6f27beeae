import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type KubeletConfiguration,
  kubeletConfiguration,
} from '../../../src/upstream/kubelet/configuration.ts';
import { checkAgainst } from '../../../src/upstream/schema.ts';
import { listed, ourFields, upstreamFields } from '../listed.ts';

test('1.36: every field by path and type, and no other', () => {
  assert.equal(
    ourFields(kubeletConfiguration, '1.36', ['registerWithTaints']),
    upstreamFields(listed('1.36'), 'kubelet'),
  );
});

test('1.20: every field by path and type, and no other', () => {
  assert.equal(
    ourFields(kubeletConfiguration, '1.20', ['logging']),
    upstreamFields(listed('1.20'), 'kubelet'),
  );
});

test('what a tutorial writes passes, a field from another release does not', () => {
  const config: KubeletConfiguration = {
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true } },
    authorization: { mode: 'Webhook' },
    clusterDNS: ['10.32.0.10'],
    cgroupDriver: 'systemd',
    runtimeRequestTimeout: '15m',
  };
  assert.equal(checkAgainst(kubeletConfiguration, config, '1.10'), []);
  const tooNew: KubeletConfiguration = { ...config, containerRuntimeEndpoint: 'unix:///run/x.sock' };
  assert.equal(
    checkAgainst(kubeletConfiguration, tooNew, '1.26').map((m) => [m.kind, m.path]),
    [['absent', ['containerRuntimeEndpoint']]],
  );
  assert.equal(checkAgainst(kubeletConfiguration, tooNew, '1.27'), []);
});

test.run();
