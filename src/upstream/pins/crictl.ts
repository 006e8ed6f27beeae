import type { PinFamily } from './types.ts';

/**
 * crictl, alone in its archive.
 * A comment above a version names who states its digest; the files are
 *   kubespray: roles/kubespray_defaults/vars/main/checksums.yml
 *   minikube: deploy/iso/minikube-iso/, the .hash file of the package
 *   kubespray: roles/download/defaults/main.yml
 */
export const crictl: PinFamily = {
  name: 'crictl',
  format: 'tar.gz',
  urls: (version, arch) => [
    `https://github.com/kubernetes-sigs/cri-tools/releases/download/v${version}/crictl-v${version}-linux-${arch}.tar.gz`,
  ],
  checksums: (url) => [`${url}.sha256`, `${url}.sha512`],
  digests: {
    // as stated by kubespray@46dbdd399
    '1.36.0': {
      amd64: 'sha256:83855e114566a8a8c44c548d515670f51de3a5e1da8b2effb59870e2f10c25a3',
      arm64: 'sha256:68328594ccf780a80ae2b092d9f6ce484eec7cf540c275242e8fd954bfd95332',
    },
    // as stated by kubespray@46dbdd399, minikube@63f94bb33
    '1.35.0': {
      amd64: 'sha256:2e141e5b22cb189c40365a11807d69b76b9b3caced89fac2f4ec879408ce2177',
      arm64: 'sha256:519071de89b64c43e2a1661bb5489c6c3fd5e9e5fcef75e50e542b0c891f1118',
    },
    // as stated by kubespray@46dbdd399, minikube@63f94bb33
    '1.34.0': {
      amd64: 'sha256:a8ff2a3edb37a98daf3aba7c3b284fe0aa5bff24166d896ab9ef64c8913c9f51',
      arm64: 'sha256:c31d252e203df5f4cf37f314bd3092eb79087e791631c1e607087c74b6d0423f',
    },
    // as stated by kubespray@46dbdd399
    '1.33.0': {
      amd64: 'sha256:8307399e714626e69d1213a4cd18c8dec3d0201ecdac009b1802115df8973f0f',
      arm64: 'sha256:e1f34918d77d5b4be85d48f5d713ca617698a371b049ea1486000a5e86ab1ff3',
    },
    // as stated by kubespray@82489a198
    '1.15.0': {
      // and minikube@63f94bb33
      amd64: 'sha256:c3b71be1f363e16078b51334967348aab4f72f46ef64a61fe7754e029779d45a',
      arm64: 'sha256:785c3da7e058f6fd00b0a48de24b9199eb6bae940d13f509c44ea6dd7ad9ffcd',
    },
  },
};
