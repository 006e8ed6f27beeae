/** Flags the kubelet no longer has, apart from those for logging, of cAdvisor, and with a config field. */
import { type Flag, flag } from '../flag.ts';

export const goneFlags = {
  // dockershim and its networking
  'cni-bin-dir': flag('string', { until: '1.24', deprecated: '1.21', source: '#106907' }),
  'cni-cache-dir': flag('string', { since: '1.15', until: '1.24', deprecated: '1.21', source: '#106907' }),
  'cni-conf-dir': flag('string', { until: '1.24', deprecated: '1.21', source: '#106907' }),
  'container-runtime': flag('string', { until: '1.27', deprecated: '1.24', source: '#114017' }),
  'docker-disable-shared-pid': flag('bool', { until: '1.12', deprecated: '1.10', source: 'CHANGELOG-1.12' }),
  'docker-endpoint': flag('string', { until: '1.24', deprecated: '1.21', source: '#106907' }),
  'experimental-dockershim': flag('bool', { until: '1.24', hidden: '1.10', source: 'CHANGELOG-1.24' }),
  'experimental-dockershim-root-directory': flag('string', {
    until: '1.24',
    hidden: '1.10',
    source: 'CHANGELOG-1.24',
  }),
  'image-pull-progress-deadline': flag('duration', { until: '1.24', deprecated: '1.21', source: '#106907' }),
  'network-plugin': flag('string', { until: '1.24', deprecated: '1.21', source: '#106907' }),
  'network-plugin-mtu': flag('int32', { until: '1.24', deprecated: '1.21', source: '#106907' }),
  'non-masquerade-cidr': flag('string', { until: '1.24', deprecated: '1.10', source: '#107096' }),
  'pod-infra-container-image': flag('string', { until: '1.35', deprecated: '1.27', source: '#133779' }),
  'redirect-container-streaming': flag('bool', {
    since: '1.11',
    until: '1.22',
    deprecated: '1.18',
    source: '#95935',
  }),

  // rkt
  'rkt-api-endpoint': flag('string', { until: '1.11', deprecated: '1.10', source: 'CHANGELOG-1.11' }),
  'rkt-path': flag('string', { until: '1.11', deprecated: '1.10', source: 'CHANGELOG-1.11' }),
  'rkt-stage1-image': flag('string', { until: '1.11', deprecated: '1.10', source: 'CHANGELOG-1.11' }),

  // others
  'allow-privileged': flag('bool', { until: '1.15', deprecated: '1.10', source: 'CHANGELOG-1.15' }),
  'azure-container-registry-config': flag('string', { until: '1.30', deprecated: '1.28', source: '#122857' }),
  'bootstrap-checkpoint-path': flag('string', { until: '1.20', source: '#91577' }),
  'cadvisor-port': flag('int32', { until: '1.12', deprecated: '1.10', source: '#65707' }),
  'chaos-chance': flag('float', { until: '1.22', deprecated: '1.19', source: '#101057' }),
  'cloud-config': flag('string', { until: '1.34', deprecated: '1.19', source: '#130161' }),
  containerized: flag('bool', { until: '1.16', deprecated: '1.14', source: '#80043' }),
  'dynamic-config-dir': flag('string', { until: '1.24', deprecated: '1.22', source: 'CHANGELOG-1.24' }),
  'enable-cadvisor-json-endpoints': flag('bool', {
    since: '1.15',
    until: '1.21',
    deprecated: '1.18',
    source: '#99236',
  }),
  'enable-custom-metrics': flag('bool', { until: '1.11', deprecated: '1.10', source: '#60699' }),
  'experimental-allowed-unsafe-sysctls': flag('strings', { until: '1.11', source: '#63717' }),
  'experimental-bootstrap-kubeconfig': flag('string', {
    until: '1.23',
    deprecated: '1.10',
    source: '#103172',
  }),
  'experimental-check-node-capabilities-before-mount': flag('bool', {
    until: '1.23',
    deprecated: '1.19',
    source: '#104732',
  }),
  'experimental-fail-swap-on': flag('bool', {
    field: 'failSwapOn',
    until: '1.14',
    deprecated: '1.10',
    source: '#69552',
  }),
  'experimental-kernel-memcg-notification': flag('bool', {
    field: 'kernelMemcgNotification',
    until: '1.25',
    deprecated: '1.19',
    source: '#109388',
  }),
  'experimental-qos-reserved': flag('mapStringString', { until: '1.11', source: 'CHANGELOG-1.11' }),
  'google-json-key': flag('string', { until: '1.13', deprecated: '1.10', source: '#69354' }),
  'host-ipc-sources': flag('strings', { until: '1.15', deprecated: '1.10', source: 'CHANGELOG-1.15' }),
  'host-network-sources': flag('strings', { until: '1.15', deprecated: '1.10', source: 'CHANGELOG-1.15' }),
  'host-pid-sources': flag('strings', { until: '1.15', deprecated: '1.10', source: 'CHANGELOG-1.15' }),
  'keep-terminated-pod-volumes': flag('bool', { until: '1.31', deprecated: '1.10', source: '#122082' }),
  'master-service-namespace': flag('string', { until: '1.27', deprecated: '1.10', source: '#116015' }),
  'really-crash-for-testing': flag('bool', { until: '1.23', deprecated: '1.19', source: '#101719' }),
  'register-schedulable': flag('bool', { until: '1.34', deprecated: '1.10', source: '#122384' }),
  'seccomp-profile-root': flag('string', { until: '1.23', deprecated: '1.19', source: 'CHANGELOG-1.23' }),
} satisfies Readonly<Record<string, Flag>>;
