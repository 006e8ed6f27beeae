import type { PinFamily } from './types.ts';

/**
 * etcd, etcdctl and etcdutl under one top folder.
 * A comment above a version names who states its digest; the files are
 *   kubespray: roles/kubespray_defaults/vars/main/checksums.yml
 *   kubespray: roles/download/defaults/main.yml
 *   kubekey: cmd/kk/pkg/files/file.go
 */
export const etcd: PinFamily = {
  name: 'etcd',
  format: 'tar.gz',
  urls: (version, arch) => [
    `https://github.com/etcd-io/etcd/releases/download/v${version}/etcd-v${version}-linux-${arch}.tar.gz`,
  ],
  checksums: (url) => [new URL('SHA256SUMS', url).href],
  digests: {
    // as stated by the Chef cookbook etcd, in its default_checksum, and other public trees with the same pins
    '3.7.1': {
      amd64: 'sha256:e8cd3fa8064c98137c5dbd78b76f969417ace84efb83c481041d7a52ffdd8fb9',
      arm64: 'sha256:d7e25e08f694b6ed7792fc7b7a891fe2c3f3d3dccfe2f3bfdb1547b0eb75b6da',
    },
    // as stated by kubespray@84072210a
    '3.7.0': {
      // and chromebrew etcd package 3.7.0
      amd64: 'sha256:b05cb07f5686dab8f9cdab89986b44f0dd24aaf5c627176aff325e21fa56f9f0',
      // and a second public package tree
      arm64: 'sha256:e61a0954fe6a3003ee20f45e773e12e15c58323ea485deb8a55d065170cdafe8',
    },
    // as stated by kubespray@46dbdd399
    '3.6.14': {
      amd64: 'sha256:ffe840ff9295808e88cce2794a18a5ac87f12a5203c8314d0bf6aa119b41bac5',
      arm64: 'sha256:fa1b80565ee6fc2df1ae6f57a508b221f3ecc7d591c317c581cd8281b0842b3e',
    },
    // as stated by kubespray@46dbdd399
    '3.6.13': {
      amd64: 'sha256:b4928654aed84d90952620c7144555e4186d795e1e7414e65fe0cf6265fd0465',
      arm64: 'sha256:5ab53ff70301fa9d782fa4b59fdfc1fae49ffdf427a0afb3cd313a93449800fc',
    },
    // as stated by kubespray@46dbdd399
    '3.5.33': {
      amd64: 'sha256:5025b5b24d81a9616b6e284ccd439b9a3df055ef8fdcdc142af3ec8f6a3b3c95',
      arm64: 'sha256:0764c5c0acef155f4bfa0487791cc5776adef66315bf16ec0653883bfd463a90',
    },
    // as stated by kubespray@46dbdd399
    '3.5.32': {
      amd64: 'sha256:83532f9290ee89106c4c9d0467220f65623c1faadaab800d727f7beccce4d7dd',
      arm64: 'sha256:89f3ec49bc026c77ab5862c34f0623f09b48ec75e659082c92829669c6e36b3c',
    },
    // as stated by kubespray@8853058b4
    '3.4.16': {
      amd64: 'sha256:2e2d5b3572e077e7641193ed07b4929b0eaf0dc2f9463e9b677765528acafb89',
      arm64: 'sha256:6712ff22aeec39ed19688b1edf6747194193b074548fc62163e4804ca0264512',
    },
    // as stated by kubespray@cd98337bd, kubekey@v3.0.0
    '3.4.13': {
      amd64: 'sha256:2ac029e47bab752dacdb7b30032f230f49e2f457cbc32e8f555c2210bb5ff107',
      arm64: 'sha256:1934ebb9f9f6501f706111b78e5e321a7ff8d7792d3d96a76e2d01874e42a300',
    },
    // as stated by kubespray@da174c87b
    '3.4.3': {
      amd64: 'sha256:6c642b723a86941b99753dff6c00b26d3b033209b15ee33325dc8e7f4cd68f07',
      arm64: 'sha256:01bd849ad99693600bd59db8d0e66ac64aac1e3801900665c31bd393972e3554',
    },
    // as stated by kubespray@46e4fd8e6, kubernetes build/workspace.bzl
    '3.3.15': {
      amd64: 'sha256:87e30dc472a48b775a9e764cb742a5df0a2844e7b82d12917d7ea489febbc8c8',
      arm64: 'sha256:0cdacf1a5f8095322ee77b62ac5e79c3326a5166deb69f558214b110b312b4c0',
    },
  },
};
