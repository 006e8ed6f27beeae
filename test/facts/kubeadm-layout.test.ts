/** Every fact of the tutorial 004_83ebc8af47806871.txt, held against the nodes of profiles/kubeadm-layout.yaml. */
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Pod } from '../../src/components/control-plane/pod.ts';
import { generated } from './generated.ts';
import { holdTable } from './hold.ts';

await holdTable('kubeadm-layout', { rows: 215, checks: 215 });
const { nodes } = await generated('kubeadm-layout');

test('kubeadm-layout: every file that a static pod mounts is on its node', () => {
  for (const { files } of nodes) {
    const pods = [...files].filter(([path]) => path.startsWith('/etc/kubernetes/manifests/'));
    assert.is(pods.length, 4);
    for (const [path, { text }] of pods) {
      const { volumes } = (load(text) as Pod).spec;
      const mounted = volumes.filter(({ hostPath }) => hostPath.type.startsWith('File'));
      const missing = mounted.filter(({ hostPath }) => !files.has(hostPath.path));
      assert.equal(missing, [], path);
    }
  }
});

test.run();
