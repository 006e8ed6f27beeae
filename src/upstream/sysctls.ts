/** Kernel parameters that a Kubernetes node needs. Source: kubernetes.io, Container Runtimes, "Enable IPv4 packet forwarding"; kubeadm preflight checks. */

export interface WantedSysctl {
  readonly value: string;
  /** Who needs it, for messages. */
  readonly why: string;
}

/** By name; `families` are the pod network's. */
export function nodeSysctls(families: readonly (4 | 6)[]): Readonly<Record<string, WantedSysctl>> {
  const why = 'the pod network';
  return {
    ...(families.includes(4) && {
      'net.bridge.bridge-nf-call-iptables': { value: '1', why },
      'net.ipv4.ip_forward': { value: '1', why },
    }),
    ...(families.includes(6) && {
      'net.bridge.bridge-nf-call-ip6tables': { value: '1', why },
      'net.ipv6.conf.all.forwarding': { value: '1', why },
    }),
  };
}
