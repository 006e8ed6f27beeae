import type { PinFamily } from './types.ts';

/** 0.6.0 was published before the system stood in the file's name. */
const withoutSystem: readonly string[] = ['0.6.0'];

/**
 * The reference CNI plugins.
 * A comment above a version names who states its digest; the files are
 *   kubespray: roles/kubespray_defaults/vars/main/checksums.yml
 *   kops: pkg/assets/assetdata/*.yaml
 *   minikube: deploy/iso/minikube-iso/, the .hash file of the package
 *   kubespray: roles/kubespray-defaults/defaults/main/checksums.yml
 *   kubespray: roles/download/defaults/main.yml
 *   kubekey: cmd/kk/pkg/files/file.go
 *   kubekey: pkg/files/file.go
 */
export const cniPlugins: PinFamily = {
  name: 'cni-plugins',
  format: 'tar.gz',
  urls: (version, arch) => {
    const system = withoutSystem.includes(version) ? arch : `linux-${arch}`;
    return [
      `https://github.com/containernetworking/plugins/releases/download/v${version}/cni-plugins-${system}-v${version}.tgz`,
    ];
  },
  checksums: (url) => [`${url}.sha256`, `${url}.sha512`],
  digests: {
    // as stated by kubespray@46dbdd399, kops@268927e26, minikube@38927fcb8
    '1.9.1': {
      amd64: 'sha256:b98f74a0f8522f0a83867178729c1aa70f2158f90c45a2ca8fa791db1c76b303',
      arm64: 'sha256:56171987d3947707c3563db2f4001bccaf50fd63468611b9f3cbecb1375ee7ec',
    },
    // as stated by minikube@38927fcb8
    '1.9.0': {
      amd64: 'sha256:58c03705426e929658f45a851df15a86d06ef680cacbf3f2dc127731ca265c28',
      arm64: 'sha256:2596ef56329dd1269026f46b8df262f09ba43c92dbfb940e1e69fbccccd30a29',
    },
    // as stated by kubespray@46dbdd399, kops@268927e26, minikube@38927fcb8
    '1.8.0': {
      amd64: 'sha256:ab3bda535f9d90766cccc90d3dddb5482003dd744d7f22bcf98186bf8eea8be6',
      arm64: 'sha256:57ce466fc3b79db1f19b8f4c63e07a1112306efa53c94fe810a2150dd9e07ddb',
    },
    // as stated by kubespray@46dbdd399, kops@268927e26, minikube@38927fcb8
    '1.7.1': {
      amd64: 'sha256:1a28a0506bfe5bcdc981caf1a49eeab7e72da8321f1119b7be85f22621013098',
      arm64: 'sha256:119fcb508d1ac2149e49a550752f9cd64d023a1d70e189b59c476e4d2bf7c497',
    },
    // as stated by kubespray@46dbdd399, kops@268927e26, minikube@38927fcb8
    '1.6.2': {
      amd64: 'sha256:b8e811578fb66023f90d2e238d80cec3bdfca4b44049af74c374d4fae0f9c090',
      arm64: 'sha256:01e0e22acc7f7004e4588c1fe1871cc86d7ab562cd858e1761c4641d89ebfaa4',
    },
    // as stated by kubespray@46ee18758, minikube@38927fcb8
    '1.6.1': {
      amd64: 'sha256:2503ce29ac445715ebe146073f45468153f9e28f45fa173cb060cfd9e735f563',
      arm64: 'sha256:f0f440b968ab50ad13d9d42d993ba98ec30b2ec666846f4ef1bddc7646a701cc',
    },
    // as stated by kubespray@46dbdd399, minikube@38927fcb8
    '1.6.0': {
      amd64: 'sha256:682b49ff8933a997a52107161f1745f8312364b4c7f605ccdf7a77499130d89d',
      arm64: 'sha256:db09ab057ecf60b05ba05cbec38d55b95cc139c7f1078e2e4857cc13af158cee',
    },
    // as stated by kubespray@abd710888, kops@268927e26, kubekey@v3.0.0
    '0.9.1': {
      amd64: 'sha256:962100bbc4baeaaa5748cdbfce941f756b1531c2eadb290129401498bfac21e7',
      arm64: 'sha256:ef17764ffd6cdcb16d76401bac1db6acc050c9b088f1be5efa0e094ea3b01df0',
    },
    // as stated by cni-plugins-bin PKGBUILD
    '0.8.2': {
      // and kubekey@v1.0.0, kubekey@v3.0.0
      amd64: 'sha256:21283754ffb953329388b5a3c52cef7d656d535292bda2d86fcdda604b482f85',
      arm64: 'sha256:922b6a3b864a9849cc5bd1672823b1891094260461c2cdd9718778ca8dcaef82',
    },
    // as stated by kubespray@01a81198e, kubernetes build/workspace.bzl
    '0.6.0': {
      // and minikube@38927fcb8
      amd64: 'sha256:f04339a21b8edf76d415e7f17b620e63b8f37a76b2f706671587ab6464411f2d',
      arm64: 'sha256:016bbc989877e35e3cd49fafe11415fb2717e52c74fde6b1650411154cb91b81',
    },
  },
};
