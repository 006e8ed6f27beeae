/** etcd's command line. */
import type { ControlPlane, EtcdMember } from '../../cluster/control-plane.ts';
import { hostOf, membersBefore } from '../../cluster/control-plane.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';

/**
 * A member's name is its node's. The initial cluster is everybody who is not joining. A member that joins is started with
 * exactly those who are members by then, as etcd asks of it (etcd.io, "Runtime reconfiguration"): one after the other they
 * come in, in the profile's order.
 */
export function etcdFlags(plane: ControlPlane, member: EtcdMember): Record<string, string> {
  const others = membersBefore(plane, member);
  const initial = plane.etcd.filter((one) => one === member || others.includes(one));
  return {
    'advertise-client-urls': member.clientURL,
    'cert-file': paths.etcdServer.certificate,
    'client-cert-auth': 'true',
    'data-dir': plane.settings.etcd?.dataDirectory ?? paths.etcdData,
    'initial-advertise-peer-urls': member.peerURL,
    'initial-cluster': initial.map((one) => `${one.name}=${one.peerURL}`).join(','),
    'initial-cluster-state': member.joins ? 'existing' : 'new',
    'key-file': paths.etcdServer.key,
    'listen-client-urls': `https://127.0.0.1:2379,https://${hostOf(member.address)}:2379`,
    'listen-metrics-urls': 'http://127.0.0.1:2381',
    'listen-peer-urls': `https://${hostOf(member.address)}:2380`,
    name: member.name,
    'peer-cert-file': paths.etcdPeer.certificate,
    'peer-client-cert-auth': 'true',
    'peer-key-file': paths.etcdPeer.key,
    'peer-trusted-ca-file': paths.etcdCa.certificate,
    'snapshot-count': '10000',
    'trusted-ca-file': paths.etcdCa.certificate,
  };
}
