import type { PinFamily } from './types.ts';

/**
 * runc, one static file.
 * A comment above a version names who states its digest; the files are
 *   kops: pkg/assets/assetdata/*.yaml
 *   kubespray: roles/kubespray_defaults/vars/main/checksums.yml
 */
export const runc: PinFamily = {
  name: 'runc',
  format: 'binary',
  urls: (version, arch) => [
    `https://github.com/opencontainers/runc/releases/download/v${version}/runc.${arch}`,
  ],
  checksums: (url) => [new URL('runc.sha256sum', url).href],
  digests: {
    // as stated by kops@17f068050
    '1.5.1': {
      amd64: 'sha256:177df879d50c913eb205e898d5c1c05a18f574053c0ce5524c471208eaf06f6f',
      arm64: 'sha256:ca70e7dbd6616ca782a59b5d3ac86909123fdaa9fa3f89dcf29051c70eee7ce9',
    },
    // as stated by kubespray@46dbdd399, kops@268927e26
    '1.4.3': {
      amd64: 'sha256:f6ae8efc0fa40079e1475e97cbe9d1bd3f106a28d6af78a11d9f1bd565515e60',
      arm64: 'sha256:633301e2e32f8a5ad54031aab4901eb00308bec677dd15faa2751e8f9dab5ca4',
    },
    // as stated by kubespray@46dbdd399
    '1.3.6': {
      amd64: 'sha256:3f3921dbbee7723e9868f97e88e51ffc910206e3ba55646e74d93d24ea76023c',
      arm64: 'sha256:6be27a061ef89bb14c6cb495405bba80f46cea213b8f79378a6086b1bac6b747',
    },
    // as stated by kubespray@46dbdd399, kops@268927e26
    '1.2.9': {
      amd64: 'sha256:b21fda1d5a1510b19c3f6fb43ecb3a92887654a9d0c2b64e84b8b08f24ff0e30',
      arm64: 'sha256:c155ae4716480be73a1c3bbedfa23df179800ba39ca83eb59f5b1b9b72a7ecbd',
    },
    // as stated by nicholasdille/homebrew-tap Formula/runc-bin.rb and a second repository with the same pin
    '1.0.0-rc93': {
      amd64: 'sha256:9feaa82be15cb190cf0ed76fcb6d22841abd18088d275a47e894cd1e3a0ee4b6',
    },
  },
};
