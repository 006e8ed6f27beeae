import type { PinFamily } from './types.ts';

/**
 * nerdctl.
 * A comment above a version names who states its digest; the files are
 *   minikube: deploy/iso/minikube-iso/, the .hash file of the package
 *   kubespray: roles/kubespray_defaults/vars/main/checksums.yml
 */
export const nerdctl: PinFamily = {
  name: 'nerdctl',
  format: 'tar.gz',
  urls: (version, arch) => [
    `https://github.com/containerd/nerdctl/releases/download/v${version}/nerdctl-${version}-linux-${arch}.tar.gz`,
  ],
  digests: {
    // as stated by minikube@44b3fbd47
    '2.3.5': {
      amd64: 'sha256:de3206aeb7cbd5f20f5fb1f55c1e3bf2db1be567812a8a3f5e65eba2488347ee',
      arm64: 'sha256:76ced9bd0d03f6140f9cf7b927958b654cb8d5ecd3c58af585d096c8bdf9d6c2',
    },
    // as stated by kubespray@46dbdd399, minikube@44b3fbd47
    '2.3.0': {
      amd64: 'sha256:e81f6f999cce35ed998cf24b922855d37306bf2ff0e4c0df80492d82b0b58fd6',
      arm64: 'sha256:7c53628e76cdb6bd7642f8aef7f838d413dd53957c6bbf5a78dc2208d58b81f1',
    },
  },
};
