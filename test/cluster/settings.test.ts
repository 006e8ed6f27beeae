import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { joinSettings } from '../../src/cluster/settings.ts';

const layers = [
  {
    path: [],
    value: {
      labels: { tier: 'any', zone: 'a' },
      host: { modules: ['overlay'], timeServers: ['one', 'two'], files: [{ path: '/a', contents: 'a' }] },
    },
  },
  {
    path: ['pools', 0],
    value: { labels: { tier: 'compute' }, host: { modules: ['nf_conntrack'], timeServers: ['three'] } },
  },
  {
    path: ['pools', 0, 'nodes', 2],
    value: { kubelet: { config: { maxPods: 50 } }, host: { files: [{ path: '/b', contents: 'b' }] } },
  },
];

test('what a node says wins over its pool, and the pool over the cluster', () => {
  const { value } = joinSettings(layers);
  assert.equal(value.labels, { tier: 'compute', zone: 'a' });
  assert.equal(value.kubelet, { config: { maxPods: 50 } });
});

test('lists of the user’s own things add up, other lists are replaced', () => {
  const { value } = joinSettings(layers);
  assert.equal(value.host?.modules, ['overlay', 'nf_conntrack']);
  assert.equal(value.host?.timeServers, ['three']);
  assert.equal(
    value.host?.files?.map((file) => file.path),
    ['/a', '/b'],
  );
});

test('every part remembers the line of the profile that said it', () => {
  const { origin } = joinSettings(layers);
  assert.equal(origin(['labels', 'tier']), ['pools', 0, 'labels', 'tier']);
  assert.equal(origin(['labels', 'zone']), ['labels', 'zone']);
  assert.equal(origin(['host', 'files', 1, 'contents']), [
    'pools',
    0,
    'nodes',
    2,
    'host',
    'files',
    0,
    'contents',
  ]);
  assert.equal(origin(['kubelet', 'config', 'maxPods']), [
    'pools',
    0,
    'nodes',
    2,
    'kubelet',
    'config',
    'maxPods',
  ]);
});

test('what nobody said is looked for at the nearest parent that somebody said', () => {
  const { origin } = joinSettings(layers);
  assert.equal(origin(['host', 'sysctls', 'vm.swappiness']), ['pools', 0, 'nodes', 2, 'host']);
});

test.run();
