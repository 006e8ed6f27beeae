import { archiveUrls } from './kubernetes-urls.ts';
import type { PinFamily } from './types.ts';

/**
 * The archives of Kubernetes. Their digests are printed in kubernetes/kubernetes CHANGELOG/CHANGELOG-X.Y.md:
 * sha512, and sha256 in the age of 1.10. `@ef72f831b` is the commit at which the file was read.
 */
/** `kubernetes/node/bin/*`: kubelet, kubectl, kubeadm, kube-proxy. */
export const kubernetesNode: PinFamily = {
  name: 'kubernetes-node',
  format: 'tar.gz',
  urls: (version, arch) => archiveUrls(version, arch, 'kubernetes-node'),
  digests: {
    // as stated by CHANGELOG-1.37.md@ef72f831b
    '1.37.1': {
      amd64:
        'sha512:cb81a63367c2bafce9aecd1253ed0377d535e1c11e1ef61c02d34e57d27ea65bf8bb5cc20988b824be41faa8e7ab932d7af5aac8a5878494e40974bb5bc27dfb',
      arm64:
        'sha512:1a966d9ee196840abc1d9a22f00271897706441b42d112161cc7deb2921c5dbc46a32cf322340fd1d3b73eff621aedb869e32435ed0fc45487b9e7613aa83ef3',
    },
    // as stated by CHANGELOG-1.36.md@ef72f831b
    '1.36.5': {
      amd64:
        'sha512:092f588cb53f97b09d75c764297c2790a7612ffedd1464c04baa098faa2520af80319d0e7377493be5b52d90ba99bc257c4c2e8cdec7a09280c895c53046735f',
      arm64:
        'sha512:5c98c83794b3e7f15dfaf5b500fc5f707002529fead28972b02c795b6aa4d118100b83c3cc2a7667d96c10ab13ba0a2684553384ee71ffa18c7fc5f17d36fca8',
    },
    // as stated by CHANGELOG-1.36.md@ef72f831b
    '1.36.4': {
      amd64:
        'sha512:d23e03c1ff4ba88b3e09ab6761fdcfd100936f529a9c0493064090736bd6b1fa4c04a023b30fc196aea52ce5cd067dc9511016b128e3f121936b5c3ce2fb4163',
      arm64:
        'sha512:649ec8ab0cc28186f0fa8ef6cfc1bd31d66600ccba112d5d1c015ccd782a0ed317d3974bf695432ad1afc91ef138bfd110d490312cfefde7ba7ef9f82a17b36d',
    },
    // as stated by CHANGELOG-1.35.md@ef72f831b
    '1.35.9': {
      amd64:
        'sha512:5667cfbb4f18ca67c579fe5c12b38b41e07a61ccd9e8aaea5e6faca283c26cf3c67d1e7c1835183e6532afd7c141e10c424fe5d59034f8f4bc785482045cd836',
      arm64:
        'sha512:a9218937da1a3a77c21c01f34c9fa0761b9affb0b584139063a4bf9eda4b5d36e700108a98bbd19d4f406f2c8c90af2347bbd10f3746de3b1c8029a55faf6baa',
    },
    // as stated by CHANGELOG-1.35.md@ef72f831b
    '1.35.8': {
      amd64:
        'sha512:89c1054b8ee5a48f68e47cb553d1814cf3182044c2f94f705df832500ff49ce5603a92a0a8d7ecaa80001c2470fffea4e8b96580208c27e9ef8065e9cb7444e3',
      arm64:
        'sha512:c1f30eb6f24c6f481c81dcb0d706e576179ffd6e1464a82be522847dcd7909cb5a953e4c8463c280f3199e21beb3e04eed02673f4db1df8b5e018a29d460f60b',
    },
    // as stated by CHANGELOG-1.34.md@ef72f831b
    '1.34.12': {
      amd64:
        'sha512:d397729b83644bd663faa32bb6314d29944a0df1e7e50d09aa2fbe91498c2ba747bc543643712561939b291e5ce7e55892912e5451bbd1b90c723464844f405d',
      arm64:
        'sha512:35e97c45b9ac08ba511c9854078a634026fb7a9cf27971ffd0dccde8d807552970670795386833edfa0ea8217a3c34882af58809e62c81589335557ff632dc8e',
    },
    // as stated by CHANGELOG-1.34.md@ef72f831b
    '1.34.11': {
      amd64:
        'sha512:e1e288f1c9cf0fee3d36319ff14207e9a6eef1406d88a3a7d515eb1699468d6a9e6ffbc649f791748d87dc60993cbe94d53ce08a9fd16feb423d31a165853db5',
      arm64:
        'sha512:c0f4e06c7105b1a862272891a1f6bb587201fe11face770b54b6fe6b27b3b2e3ff70f62373437a7b024c503600293c1dd89082605dd76771153f4146c34de2e5',
    },
    // as stated by CHANGELOG-1.33.md as vendored in microshift@8bef36f2f
    '1.33.12': {
      amd64:
        'sha512:dd9b956943584a5015dd9bde7cd7466affaaed9f96a84b4247895e92effb2cb082c44e6b6d482f2408aa9d6394ac83a10b2690040c3c5a47cac364faf43c6b77',
      arm64:
        'sha512:3a8684de7400641e0080a0c8ae05b3f8a405185eee3a7e40eed63ff6d2ff0e59e19059a7f42258a984972cb1513665b19668c4cb8c2b5b65370608af5f3229ca',
    },
    // as stated by CHANGELOG-1.21.md as copied in jvgila/PracticaApi@5f4a0fd
    '1.21.0': {
      amd64:
        'sha512:c1831c708109c31b3878e5a9327ea4b9e546504d0b6b00f3d43db78b5dd7d5114d32ac24a9a505f9cadbe61521f0419933348d2cd309ed8cfe3987d9ca8a7e2c',
      arm64:
        'sha512:7fa84fc500c28774ed25ca34b6f7b208a2bea29d6e8379f84b9f57bd024aa8fe574418cee7ee26edd55310716d43d65ae7b9cbe11e40c995fe2eac7f66bdb423',
    },
    // as stated by CHANGELOG-1.19.md as copied in jvgila/PracticaApi@5f4a0fd
    '1.19.5': {
      amd64:
        'sha512:596bf48ce5d710663d30266d9925ed7f36e5c1c3ab8a6aac729bf4aacdbeaf2d77c1962e298f3a7cd06cfc8071205e2514a2b94bcbf215e22dbe623658490508',
      arm64:
        'sha512:e11d6bab63478b47e6c84964463c292ddc26924c2b9fd66e25042aa73101e4a44f24e66ef689d2eb4ec7cdf14175a7ecf37622af83a502daa4e8edd070bb5d1e',
    },
    // as stated by CHANGELOG-1.16.md as copied in jvgila/PracticaApi@5f4a0fd
    '1.16.2': {
      amd64:
        'sha512:d1e139006e1ce6b66a1c0b9dd90509db712e5e024e1c5a4c0a1bb185211dd138cbcf201e6a9cdf7df9b78b6817523da23097c8396c0afb98481052447d329cc9',
      arm64:
        'sha512:f09bc220a05b8f5fca6d4575198ac2b7625fcbceb09ffd6da587c8b13a5b93365b601b94a25fb8cc360c7521ccc30d11d86d88490f5a48369f6078c4395593c2',
    },
    // as stated by CHANGELOG-1.10.md as copied in jvgila/PracticaApi@5f4a0fd
    '1.10.3': {
      amd64: 'sha256:e0ab6d4759e72cba8f3676cb4789108ab4aaeb978939f1b80a1c0c5be9c4f6bf',
      arm64: 'sha256:c56e9e71284c94b4d2d272781937426330aff18dde8339573feb12ab1e106ebb',
    },
  },
};

/** `kubernetes/server/bin/*`: the control plane and everything of the node archive. */
export const kubernetesServer: PinFamily = {
  name: 'kubernetes-server',
  format: 'tar.gz',
  urls: (version, arch) => archiveUrls(version, arch, 'kubernetes-server'),
  digests: {
    // as stated by CHANGELOG-1.37.md@ef72f831b
    '1.37.1': {
      amd64:
        'sha512:7460f368c6049dfec1121a0bb3528257f47439e4a0c3d8b1740377cf21073e45c7d911845b8de61d68aae6b57cafa24885d8378f183a26bc2df0d321c4993afd',
      arm64:
        'sha512:c832cfb9ad04180cf6c4469a8950bf58c0c28066b4543e520a7a25460bbb6f763b17cc535e010f5ddfcef7c695f2faceb9c584936b4d62a554c6b015be199f16',
    },
    // as stated by CHANGELOG-1.36.md@ef72f831b
    '1.36.5': {
      amd64:
        'sha512:92ee694051d06c6660c040de0a0106fa9631059c19fb71110ec538cb31e251ba6d8280b01da6abaf9c9935c6eeec37417a018b194c2e85f1a9526a4189066b06',
      arm64:
        'sha512:bab02f8f46f0da7b5ee58e7077ba7c2ea201afc520984f344a3173c3ef458b1d9968c348d02921ef427665220b67f78ab6ae46325a2fb2f891bc9ace4c792a96',
    },
    // as stated by CHANGELOG-1.36.md@ef72f831b
    '1.36.4': {
      amd64:
        'sha512:8f6e609a6aa2d33e87f321ab7528c590749d7c190724dfcf4b0b754b4dba140b7dc503b83ec4658fe37b190f2bdda730db79d14af54a146e34cd428de38bff3c',
      arm64:
        'sha512:5551e99b78f049668215e2a3f48901cfa170313a03255d45bd801c8d3d00a19c89d6e17858d9f9bbbe4017772cb97b3abd00a10683e97959bda8f972fd8b3bde',
    },
    // as stated by CHANGELOG-1.35.md@ef72f831b
    '1.35.9': {
      amd64:
        'sha512:9440a4393f6fb2b63f5c6076ffac66611fd3fdef093627c828d1666af7a164155dbd3f2f91f210b7db4df97009512062774f47bea461ff936327523ccb49eb6f',
      arm64:
        'sha512:13a62d964fb982c431ea458a94ceb7a43263d2ef0fe179ae49ad3f46cbc410f90053fa6b9f5d2a1b2fd72d95620b1a3e3e1177cd0fb4acd1fbd8f4939b934ba6',
    },
    // as stated by CHANGELOG-1.35.md@ef72f831b
    '1.35.8': {
      amd64:
        'sha512:e7817aa41a95b4a14966c2ec99f4b37cf2cb75809a9d427bffa3ead127bef51d778b8b1c937efa940b05dd670e82c88b6f474e975827e37ff900ffdd2cfb63ed',
      arm64:
        'sha512:88aef6f356ac84577b5608a3dc06cef0ca1b0c1a0390da89807900e5ad0a13da897232d69596e913578ba6ea29c4bda53bbd80882fd1410502d0bbbadb13a86c',
    },
    // as stated by CHANGELOG-1.34.md@ef72f831b
    '1.34.12': {
      amd64:
        'sha512:21de6256a782e1ad6792bf29a7972ac1c6710a6ae110f3ff44c2249778ad37d90cb02e8afe548cf613752f613eadf2a4129f7fe01ac7e8055ff5cc1e9770e53c',
      arm64:
        'sha512:a80eedf66c080e72e9c0128cf4826fdf147daa85308f220a2dcf04833279e02bb5b2f8273cbec49f80985a5c76185ec4c5ebfd96a52b4dd02beb4608cde15c54',
    },
    // as stated by CHANGELOG-1.34.md@ef72f831b
    '1.34.11': {
      amd64:
        'sha512:a8067f264008a6d7f448c0abe8b68099e18bdb6acd21172d08f24cf0875249cc304668e28943ca217b11e9513c4712c7a19d27255fc9095d20a0e30e2689560b',
      arm64:
        'sha512:e83e9de403004d98e2ac4e06913fbf16d71e6591d8ed54f01d00650f2c84f6699738377d88f4aa7a76690d7da53c9a4edf7ba7334d91d6bf574664cbb9bff40f',
    },
    // as stated by CHANGELOG-1.33.md as vendored in microshift@8bef36f2f
    '1.33.12': {
      amd64:
        'sha512:5c94d29c09591c151ae9746e06631656190498a2e97cc6e5f7ccd989d529f7f531b67c4d734bf7e4191bcedc650b32d3035d9e33e4e1053eb6ffb7303c78f94f',
      arm64:
        'sha512:f22df0293bdc5c261d1c6c3af6fbea2f8d16756807b088d9bfa82f476ce17fe85880e5f46e4aaccb9fe93dc871b9ba1354d0d064804b6214b91b1b9161629a73',
    },
    // as stated by CHANGELOG-1.21.md as copied in jvgila/PracticaApi@5f4a0fd
    '1.21.0': {
      amd64:
        'sha512:3941dcc2309ac19ec185603a79f5a086d8a198f98c04efa23f15a177e5e1f34946ea9392ba9f5d24d0d727839438f067fef1001fc6e88b27b8b01e35bbd962ca',
      arm64:
        'sha512:5abe76f867ca6865344e957bf166b81766c049ec4eb183a8a5580c22a7f8474db1edf90fd901a5833e56128b6825811653a1d27f72fd34ce5b1287a8c10da05c',
    },
    // as stated by CHANGELOG-1.19.md as copied in jvgila/PracticaApi@5f4a0fd
    '1.19.5': {
      amd64:
        'sha512:a86feb6f1904c105451eec8d54908ad403b8efa565db24f18b8cd6371d39f534d67a575a69fa890dca07e5a306e0bc4d5bb76a8241897ebe5e458636948b7622',
      arm64:
        'sha512:79d9644918c36136663eac1970f5a56fcac45b53718c460eca60cd25e0bed687616ca1e0a2bb089af1e26626fff499fa433d7093e0705887346a17ad0605405a',
    },
    // as stated by CHANGELOG-1.16.md as copied in jvgila/PracticaApi@5f4a0fd
    '1.16.2': {
      amd64:
        'sha512:4aa3da6d146db878f4605ea6334925e925268808856f482ea7f9d131dce76ee30d4ba077a6b35de34a68d8d9ca005cccd2e7e4866b775c1f7eaba1320a1b8ec5',
      arm64:
        'sha512:b1aadb87ff310aec7292df5386613c4c0036c0e3c20e0a4ab7bd3d5eea8fff0116c8b8b47289e894950b249be4207daac58449ec9a587353873890b47217ecd8',
    },
    // as stated by CHANGELOG-1.10.md as copied in jvgila/PracticaApi@5f4a0fd
    '1.10.3': {
      amd64: 'sha256:c87f0b80a60e8d451cb0cc33819efe9e12fe971be8de200d8ca577f05d9bac82',
      arm64: 'sha256:1eb81d4d486add74281733fd3eae5f5a835aa2049f55d481a5f076863523229a',
    },
  },
};
