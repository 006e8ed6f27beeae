import type { PinFamily } from './types.ts';

/**
 * The CRI in front of Docker, for kubelets without dockershim.
 * A comment above a version names who states its digest; the files are
 *   minikube: deploy/iso/minikube-iso/, the .hash file of the package
 *   kubespray: roles/kubespray_defaults/vars/main/checksums.yml
 */
export const criDockerd: PinFamily = {
  name: 'cri-dockerd',
  format: 'tar.gz',
  urls: (version, arch) => [
    `https://github.com/Mirantis/cri-dockerd/releases/download/v${version}/cri-dockerd-${version}.${arch}.tgz`,
  ],
  digests: {
    // as stated by minikube@7af2c2fbe
    '0.4.6': {
      amd64: 'sha256:e03649a877a221cc9d9052039edb0b1240f7386fbb5b95f0a9591742e375b545',
      arm64: 'sha256:8705da6b47b309ecc0480972dad6f4e134bd42644d2dc72f5be264918200bf4f',
    },
    // as stated by kubespray@46dbdd399
    '0.3.26': {
      amd64: 'sha256:87f31c964d974cdce9c883c79b69e355c3c323e51d3a7d36cda140e6df7b8d5a',
      arm64: 'sha256:d33e46e0d7ce28b22fdf7fa6327961cf0220ec3814fd7cc482f8cb77e7fd986a',
    },
  },
};
