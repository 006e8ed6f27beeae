/**
 * Flags of kube-controller-manager, Kubernetes 1.19 to 1.37. It has no public configuration file.
 * A row without `since` exists in 1.19; without `until` it is still there in 1.37.
 * `#N` is a pull request of kubernetes/kubernetes, CHANGELOG-1.N its CHANGELOG/CHANGELOG-1.N.md.
 * Upstream: cmd/kube-controller-manager/app/options, k8s.io/controller-manager and k8s.io/cloud-provider.
 */
import { apiClientFlags, leaderElectionFlags } from '../component-base/client-flags.ts';
import { commonFlags } from '../component-base/common-flags.ts';
import { delegatedAccessFlags, servingFlags } from '../component-base/serving-flags.ts';
import { type Flag, flag } from '../flag.ts';
import { controllerFlags } from './flags-controllers.ts';
import { goneFlags } from './flags-gone.ts';

export const kubeControllerManagerFlags = {
  ...commonFlags,
  ...servingFlags,
  ...delegatedAccessFlags,
  ...apiClientFlags,
  ...leaderElectionFlags,
  ...controllerFlags,
  ...goneFlags,

  // the process, and what several controllers share
  'allocate-node-cidrs': flag('bool'),
  'cidr-allocator-type': flag('string'),
  'cloud-config': flag('string'),
  'cloud-provider': flag('string'),
  'cluster-cidr': flag('string'),
  'cluster-name': flag('string'),
  'configure-cloud-routes': flag('bool'),
  'controller-shutdown-timeout': flag('duration', { since: '1.35', source: 'the reference of 1.35' }),
  'controller-start-interval': flag('duration'),
  controllers: flag('strings'),
  'enable-leader-migration': flag('bool', { since: '1.21', source: 'KEP-2436' }),
  'external-cloud-volume-plugin': flag('string'),
  'leader-migration-config': flag('string', { since: '1.21', source: 'KEP-2436' }),
  'min-resync-period': flag('duration'),
  'node-cidr-mask-size': flag('int32'),
  'node-cidr-mask-size-ipv4': flag('int32'),
  'node-cidr-mask-size-ipv6': flag('int32'),
  'root-ca-file': flag('string'),
  'route-reconciliation-period': flag('duration'),
  'service-account-private-key-file': flag('string'),
  'service-cluster-ip-range': flag('string'),
  'use-service-account-credentials': flag('bool'),
} satisfies Readonly<Record<string, Flag>>;

export type KubeControllerManagerFlag = keyof typeof kubeControllerManagerFlags;
