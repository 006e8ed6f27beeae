/** The programs that stand in front of the API servers: images, packages, and what their systems ask of them. */
import type { PackageManager } from '../model/machine.ts';

/** kube-vip's releases: https://github.com/kube-vip/kube-vip/releases. From 0.9 on it reads `vip_subnet` for `vip_cidr`. */
export const kubeVipImage = 'ghcr.io/kube-vip/kube-vip:v1.0.3';

export type ProxyProgram = 'haproxy' | 'nginx';

export interface ProxyRow {
  readonly binary: string;
  /** By package manager; absent: the distribution's is of no use here. */
  readonly packages: Readonly<Partial<Record<PackageManager, readonly [string, ...string[]]>>>;
  /** The account that the packages make for it. */
  readonly user: string;
  /** The unit that the packages bring. */
  readonly unit: string;
  /** SELinux's boolean that lets it reach any port; without one it can serve web pages only. */
  readonly boolean?: string;
  readonly image: string;
  /** Of its account in the image. */
  readonly uid: number;
}

export const proxies: Readonly<Record<ProxyProgram, ProxyRow>> = {
  haproxy: {
    binary: '/usr/sbin/haproxy',
    packages: { apt: ['haproxy'], dnf: ['haproxy'], yum: ['haproxy'] },
    user: 'haproxy',
    unit: 'haproxy.service',
    boolean: 'haproxy_connect_any',
    image: 'docker.io/library/haproxy:3.2.22-alpine',
    uid: 99,
  },
  nginx: {
    binary: '/usr/sbin/nginx',
    // Elsewhere SELinux lets nginx listen on web ports alone: there it runs as a pod.
    packages: { apt: ['nginx', 'libnginx-mod-stream'] },
    user: 'www-data',
    unit: 'nginx.service',
    image: 'docker.io/library/nginx:1.28.0-alpine',
    uid: 101,
  },
};
