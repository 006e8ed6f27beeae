import type { PinFamily } from './types.ts';

/**
 * helm.
 * A comment above a version names who states its digest; the files are
 *   minikube: deploy/iso/minikube-iso/, the .hash file of the package
 *   kubespray: roles/kubespray_defaults/vars/main/checksums.yml
 */
export const helm: PinFamily = {
  name: 'helm',
  format: 'tar.gz',
  urls: (version, arch) => [`https://get.helm.sh/helm-v${version}-linux-${arch}.tar.gz`],
  digests: {
    // as stated by minikube@a6d2678ad
    '4.2.3': {
      amd64: 'sha256:e9b88b4ee95b18c706839c28d3a0220e5bc470e9cd9262410c90793c45ff8b7c',
      arm64: 'sha256:21abd9354d39b2cd79a8d76be6912cd137a983cbf997193503fb8a6a6e2f2785',
    },
    // as stated by kubespray@46dbdd399
    '3.18.4': {
      amd64: 'sha256:f8180838c23d7c7d797b208861fecb591d9ce1690d8704ed1e4cb8e2add966c1',
      arm64: 'sha256:c0a45e67eef0c7416a8a8c9e9d5d2d30d70e4f4d3f7bea5de28241fffa8f3b89',
    },
  },
};
