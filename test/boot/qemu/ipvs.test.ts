/**
 * A real control plane, kubelet and kube-proxy of v1.20.2 on one virtual machine: IPVS is in its kernel, and not in every one that
 * containers are run on. All of it comes off the machine's own volume.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Check } from '../../../src/boot/check.ts';
import { must } from '../../../src/boot/command.ts';
import type { Explanation } from '../../../src/boot/habits.ts';
import { programsIn } from '../../../src/boot/programs.ts';
import { toYaml } from '../../../src/shared/emit.ts';
import { kubernetesPrograms, offer, type Programs } from '../../cluster-boot/programs.ts';
import { busyboxImage, ociArchive } from '../../support/oci.ts';
import { buildBundle, nodeseed } from '../bundle.ts';
import { run } from '../places.ts';
import { type Mapping, readMapping, withMore } from '../profile.ts';
import { printTable, type Row } from '../table.ts';
import { digestOf } from '../upstream.ts';
import { asking, said } from './body.ts';
import { canRunVms, checksOf, faultsOf, issuedAt, machineFor, rowOf, seedIso } from './rig.ts';
import { vmImage } from './vm-image.ts';

const fixtures = new URL('../../../fixtures/', import.meta.url);

/** Writes the profile and what it names, and puts the programs into the cache. */
async function prepare(folder: string, cache: string, programs: Programs): Promise<string> {
  const stage = join(folder, 'stage');
  for (const one of [cache, stage]) mkdirSync(one, { recursive: true });
  const offered = offer(stage, programs);
  for (const { place, digest } of offered)
    must('cp', ['--dereference', join(stage, place), join(cache, digest.replace(':', '-'))]);
  const shipped = readMapping(new URL('boot/ipvs.yaml', fixtures)) as Mapping & {
    images: { name: string }[];
  };
  const command = ['/bin/sleep', 'infinity'];
  const archive = await ociArchive(
    await Promise.all(shipped.images.map(({ name }) => busyboxImage(name, command))),
  );
  writeFileSync(join(folder, 'images.tar'), archive);
  copyFileSync(new URL('cluster-boot/hello.yaml', fixtures), join(folder, 'hello.yaml'));
  const images = shipped.images.map((image) => ({ ...image, digest: digestOf(archive) }));
  const binaries = Object.fromEntries(offered.map(({ key, digest }) => [key, { digest }]));
  const profile = withMore({ ...shipped, images }, { binaries: { ...binaries, upstream: true } });
  const file = join(folder, 'profile.yaml');
  writeFileSync(file, toYaml(profile as Parameters<typeof toYaml>[0]));
  return file;
}

/** From the node and from a pod: a service's own address, a port of the node, the API; and what the kernel forwards. */
const script = `
set -u
# kubectl keeps there what it has learnt.
export HOME=/nodeseed-test
k() { /usr/local/bin/kubectl --kubeconfig /etc/kubernetes/admin.conf "$@" 2>/dev/null; }
until k wait --for=condition=Ready node/alone --timeout=5s; do sleep 2; done
until k rollout status daemonset/hello --timeout=5s | grep -q 'successfully rolled out'; do sleep 2; done
# kube-proxy learns of the pod in its own time.
until node=$(curl -fsS --max-time 5 http://10.96.0.80/node); do sleep 2; done
echo "service from the node: $node"
echo "port of the node: $(curl -fsS --max-time 5 http://10.0.1.11:30080/node)"
pod=$(k get pods --selector=app=hello --output=name)
k exec "$pod" -- nc -w 5 10.96.0.1 443 </dev/null && echo 'API from a pod: answers'
grep -A 1 '^TCP *0A600050:0050' /proc/net/ip_vs
ip -4 -o address show dev kube-ipvs0 | grep -o '10.96.0.80/32'
`;

const ofCluster: Explanation = {
  why: 'a cluster at work',
  paths: [
    /^\/var\/lib\/(containerd|cni|etcd|kubelet|dockershim)(\/|$)/,
    /^\/var\/log\/(pods|containers|kubernetes)(\/|$)/,
    /^\/opt\/containerd(\/|$)/,
    /^\/(etc|usr\/libexec)\/kubernetes(\/|$)/,
  ],
};

/** Programs of Kubernetes end, and are started again, when another is not ready ten seconds after them: without KVM it is not. */
function withoutRestarts(check: Check): Check {
  if (!/^kube[a-z-]*\.service$/.test(check.name)) return check;
  return { ...check, faults: check.faults.filter((fault) => !/^was restarted \d times$/.test(fault)) };
}

const found = canRunVms() ? kubernetesPrograms() : undefined;
if (found) {
  const rows: Row[] = [];
  test('a cluster of one machine becomes ready, and kube-proxy forwards by IPVS', async () => {
    const folder = join(run().folder, 'ipvs');
    const cache = join(folder, 'cache');
    const profile = await prepare(folder, cache, found);
    nodeseed('fetch', profile, '--cache', cache);
    const bundle = buildBundle(profile, issuedAt, undefined, cache);
    const all = { image: vmImage(), bundle, programs: programsIn(cache) };
    const planned = bundle.node('alone');
    const vm = machineFor(all, planned, 'ipvs', { more: asking(script), memory: 3072 });
    const report = await vm.boot({
      // Programs that wait for each other say so a thousand times.
      append: ['systemd.journald.forward_to_console=0'],
      arguments: [...seedIso(bundle.folder('alone')), '-rtc', 'base=2026-10-01T00:00:00'],
    });
    const checks = checksOf(vm, all, planned, report, [ofCluster]).map(withoutRestarts);
    rows.push(rowOf('a cluster of one, IPVS', planned, 'seed.iso', report, checks));
    const text = readFileSync(join(vm.root, said), 'utf8');
    assert.match(text, 'service from the node: alone\nport of the node: alone\nAPI from a pod: answers\n');
    assert.match(text, /^TCP {2}0A600050:0050 rr\s*\n {2}-> 0AF400\w\w:1F90 +Masq /m);
    assert.match(text, /\n10\.96\.0\.80\/32\n$/);
    assert.is(faultsOf(checks, report), '');
  });
  test.after(() => printTable(rows));
}

test.run();
