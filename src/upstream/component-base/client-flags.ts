/**
 * How kube-controller-manager and kube-scheduler reach the API server, and which of several replicas works:
 * k8s.io/component-base/config/options.
 */
import { type Flag, flag } from '../flag.ts';

export const leaderElectionFlags = {
  'leader-elect': flag('bool'),
  'leader-elect-lease-duration': flag('duration'),
  'leader-elect-renew-deadline': flag('duration'),
  'leader-elect-resource-lock': flag('string'),
  'leader-elect-resource-name': flag('string'),
  'leader-elect-resource-namespace': flag('string'),
  'leader-elect-retry-period': flag('duration'),
} satisfies Readonly<Record<string, Flag>>;

export const apiClientFlags = {
  'kube-api-burst': flag('int32'),
  'kube-api-content-type': flag('string'),
  'kube-api-qps': flag('float32'),
  kubeconfig: flag('string'),
  master: flag('string'),
} satisfies Readonly<Record<string, Flag>>;
