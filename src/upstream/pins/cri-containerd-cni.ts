import type { PinFamily } from './types.ts';

/**
 * containerd with its CRI tools, runc and CNI plugins in one archive, laid out from the root folder; upstream made it up to 1.7.
 * A comment above a version names who states its digest; the files are
 *   kops: upup/pkg/fi/cloudup/containerd.go
 */
export const criContainerdCni: PinFamily = {
  name: 'cri-containerd-cni',
  format: 'tar.gz',
  urls: (version, arch) => [
    `https://github.com/containerd/containerd/releases/download/v${version}/cri-containerd-cni-${version}-linux-${arch}.tar.gz`,
  ],
  digests: {
    // as stated by kops@v1.21.0
    '1.4.4': {
      amd64: 'sha256:96641849cb78a0a119223a427dfdc1ade88412ef791a14193212c8c8e29d447b',
    },
  },
};
