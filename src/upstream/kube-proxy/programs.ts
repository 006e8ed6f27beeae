/**
 * Programs that kube-proxy calls and that systems' images do not have of themselves: its own image has them, a unit finds the host's.
 * iptables and nft are left out, which most images have one or the other of.
 */
import type { Life } from '../schema.ts';
import type { PackageManager } from '../systems.ts';
import type { proxyModes } from './modes.ts';

export interface ProxyProgram extends Life {
  readonly name: string;
  /** Absent: in every mode. */
  readonly mode?: keyof typeof proxyModes;
  readonly packages: Readonly<Record<PackageManager, string>>;
}

export const proxyPrograms: readonly ProxyProgram[] = [
  {
    name: 'conntrack',
    until: '1.32',
    source: '#126847',
    packages: { apt: 'conntrack', dnf: 'conntrack-tools', yum: 'conntrack-tools' },
  },
  {
    name: 'ipset',
    mode: 'ipvs',
    source: 'kubernetes/kubeadm#3132',
    packages: { apt: 'ipset', dnf: 'ipset', yum: 'ipset' },
  },
];
