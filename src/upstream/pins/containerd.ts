import type { PinFamily } from './types.ts';

/**
 * containerd: `bin/*`, dynamically linked against glibc 2.35 or later.
 * A comment above a version names who states its digest; the files are
 *   kubespray: roles/kubespray_defaults/vars/main/checksums.yml
 *   kops: pkg/assets/assetdata/*.yaml
 *   minikube: deploy/iso/minikube-iso/, the .hash file of the package
 */
export const containerd: PinFamily = {
  name: 'containerd',
  format: 'tar.gz',
  urls: (version, arch) => [
    `https://github.com/containerd/containerd/releases/download/v${version}/containerd-${version}-linux-${arch}.tar.gz`,
  ],
  checksums: (url) => [`${url}.sha256sum`],
  digests: {
    // as stated by kubespray@46dbdd399, kops@268927e26, minikube@64796db85
    '2.3.4': {
      amd64: 'sha256:9d68969855fbf676cdb8ed758e420fb048d61f984f61de3e53eddfebe484d168',
      arm64: 'sha256:a985fbb7e18fc0362d31a055338f5d7b0e087a3e27f14c70d1c5965399a29f95',
    },
    // as stated by kubespray@46dbdd399, kops@268927e26, minikube@64796db85
    '2.3.3': {
      amd64: 'sha256:ebf6e710056312628eaf6fb4a1c32f0a4ae5f812568321be4029389d66fc7c7c',
      arm64: 'sha256:9cc708f13c31588a2fbdbd13553d963356e990d50e9b95a2d6120f4ff2067910',
    },
    // as stated by kubespray@46dbdd399
    '2.2.7': {
      amd64: 'sha256:91cd216ea26a1b8b512219d3f205375c967e7b7de4dae571bc3dd16bfacd34b5',
      arm64: 'sha256:84eb0a161e20ad45465202fa2d6d93b3d9b74666c363e9908706d590a86e2618',
    },
    // as stated by kubespray@46dbdd399
    '2.2.6': {
      amd64: 'sha256:f001b58b63206da25aa5accdb2eb1211aec19c28ec418b4d953b87d0c1ee7eb6',
      arm64: 'sha256:0b05746d09e86ac1098a3ecf4bc67d146873d668819aeb8216c39fcf369e8a51',
    },
    // as stated by kubespray@46dbdd399
    '2.1.9': {
      amd64: 'sha256:0083d2a4c2e77eeb20e55b6d955822fb957ff386c0c23959c8b27f598317586c',
      arm64: 'sha256:2fbc3053b09812092f6bf316a509d849960eb0cb9332ec88c2f49676d648fd67',
    },
    // as stated by kubespray@46dbdd399
    '2.1.8': {
      amd64: 'sha256:ad2ed5bca4839109ec271e3ee0285abf36bec450956c5d59a31f1a980e8d71a9',
      arm64: 'sha256:c7c3d64fafbaccb4fb0143c82402db7d6c781e776d818a60fa0df94807814149',
    },
    // as stated by kubespray@46dbdd399
    '2.0.11': {
      amd64: 'sha256:249457e108b64f8c44bcf5928acc1d3300253c922414f5a8329a754303019d50',
      arm64: 'sha256:a8261bd5cc78cc46f01bbc229320b9781f8c03dcfedcbff25dfd4f12e43e5d74',
    },
    // as stated by kubespray@46dbdd399
    '2.0.10': {
      amd64: 'sha256:256aa8219fa9fa05798482d72b8cb6a5e5c795947fedbbb2dc5826f58181a7fe',
      arm64: 'sha256:656180fb5666a373d2df87331752f155953a5c95a0d6de94dd5e1db4d446c389',
    },
    // as stated by kubespray@46dbdd399
    '1.7.34': {
      amd64: 'sha256:640f989745020ea4897ad0a3d7d977863a7279d3f2e132792fc62c25a45bda50',
      arm64: 'sha256:824cbd16af3bdfc1b1836338350630ae1b6a58c7466636a4bed10549790090ab',
    },
    // as stated by kubespray@46dbdd399
    '1.7.33': {
      amd64: 'sha256:43e48ced88d12ac48dda05c7a31719b74b64fed4729a450fb04751deae606eef',
      arm64: 'sha256:483c738a322494014a23035febd51aa090843f6a5618a1d18e80d432f72dba9c',
    },
  },
};
