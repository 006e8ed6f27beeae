/** What tests of running clusters have in common: the programs that they need, and steps that stand on each other. */
import { test } from 'uvu';
import { canBoot } from '../boot/rig.ts';
import { available, missing } from '../support/judges.ts';
import { printRows } from '../support/tables.ts';
import { hasLegacyCgroups } from './cgroups.ts';
import type { Cluster } from './cluster.ts';
import { kubernetesPrograms, type Programs } from './programs.ts';

/** Says what is missing; in CI that is a failure. */
export function programs(): Programs | undefined {
  const ours = {
    '/usr/bin/containerd': 'containerd',
    '/usr/sbin/runc': 'runc',
    '/usr/lib/cni/bridge': 'containernetworking-plugins',
    '/usr/bin/etcd': 'etcd-server',
    '/usr/bin/etcdctl': 'etcd-client',
    '/bin/busybox': 'busybox-static',
  };
  if (!canBoot()) return undefined;
  if (!Object.entries(ours).every(([file, debianPackage]) => available(file, debianPackage)))
    return undefined;
  if (!hasLegacyCgroups()) {
    missing('pods in containers of systemd-nspawn have been tried on hosts with legacy cgroups only');
    return undefined;
  }
  return kubernetesPrograms();
}

interface Steps {
  /** A step stands on those before it: after one that fails, the others would fail for its reason. */
  readonly step: (name: string, body: () => Promise<void> | void) => void;
  /** Notes how long it took since the last note. */
  readonly lap: (what: string) => void;
}

/** Steps of one cluster, which is taken away after the last; a table says how long each took. */
export function stepsOf(cluster: Cluster): Steps {
  const rows: string[][] = [['step of a cluster', 'seconds']];
  let upTo = performance.now();
  let broken = '';
  const lap = (what: string) => {
    rows.push([what, ((performance.now() - upTo) / 1000).toFixed(1)]);
    upTo = performance.now();
  };
  const step = (name: string, body: () => Promise<void> | void) =>
    test(name, async () => {
      if (broken) throw new Error(`not tried, because this failed: ${broken}`);
      broken = name;
      await body();
      broken = '';
      lap(name);
    });
  test.after(async () => {
    printRows(rows);
    await cluster.close();
  });
  return { step, lap };
}
