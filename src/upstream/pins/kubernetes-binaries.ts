import { binaryUrls } from './kubernetes-urls.ts';
import { type Digests, type KubernetesProgram, kubernetesPrograms, type PinFamily } from './types.ts';

/**
 * The programs of Kubernetes as single files.
 * One block is one patch release, so that adding a release is one reviewable block.
 * A comment above a version names who states its digest; the files are
 *   kops: pkg/assets/assetdata/*.yaml
 *   kubespray: roles/kubespray_defaults/vars/main/checksums.yml
 *   kubespray: roles/download/defaults/main.yml
 *   kubekey: cmd/kk/pkg/files/file.go
 */
const releases: { readonly [version: string]: { readonly [P in KubernetesProgram]?: Digests } } = {
  // as stated by kops@9b02081e1
  '1.37.1': {
    kubelet: {
      amd64: 'sha256:cee008c1640c3b41820ef31d35b3cffc132b0c4b78c288be2b8022ebc7aa8293',
      arm64: 'sha256:03e64bb3e1611d1b9ea40095b382af014bd2aa0b5f1b6670af6bbfaa0b735443',
    },
    kubectl: {
      amd64: 'sha256:65691ff77eb6fa44c908b77a1082c9f092c3b9733b5cefabec0d1104890e21a8',
      arm64: 'sha256:ff749f4b78d9c4f1ec87307df9b50119ed819e2094aa9810cb9acffc3286c8c7',
    },
    kubeadm: {
      amd64: 'sha256:087b6340dcea496f2cde2b3888ecd414354c08a0aceabd6b7ca195cccb66ecd3',
      arm64: 'sha256:9b22275e7f7669db5eed4f6d90694083e5d19e4bb79e193e446c67701bcf9d7b',
    },
    'kube-proxy': {
      amd64: 'sha256:3f1dc2394bfe627927c17e8226b1a94c842529217c06436ddfeb73de8407b6e0',
      arm64: 'sha256:c1797c5dd319123c7bbb60dc94f2e91f3aa7b0be9bfe0c9cf3b143d5ee9ab944',
    },
    'kube-apiserver': {
      amd64: 'sha256:de9b1b43c10143f448408b3aaf15f44fd5248b97a56301417a1fe2f1fc47a691',
      arm64: 'sha256:c3c240bc4a0fbe3ad311ac3d74ca1d19ac411628130ea825049550fd856020d9',
    },
    'kube-controller-manager': {
      amd64: 'sha256:acd67c8f8871d4594f307d2816bf11aa972f47617ee6e1f84b0ce92a091f7290',
      arm64: 'sha256:b470c3730cd8e49622c656c47ac16ef994e2edf14ba905be2dad05bc34a4e353',
    },
    'kube-scheduler': {
      amd64: 'sha256:8d10dfc64de70b1670cc1ce52701eb6a219c0905a95bdde608edc5432f9eca43',
      arm64: 'sha256:1bfe0c213f015abb08131ee8a02353eb0492dfe19a965b54c5ca1145b6d05e10',
    },
  },
  // as stated by kops@9b02081e1
  '1.37.0': {
    kubelet: {
      amd64: 'sha256:ee554f77da57ad40a5d5f8625ac9c4af8b75d9d5a259367a885e5e816954b044',
      arm64: 'sha256:7855ce2c3a3393d3c871fdeedcef32e38531f6852179130764763a9da79e2aa8',
    },
    kubectl: {
      amd64: 'sha256:6129359f4e1f3848a5572ccb0b26cf28b8ca08cef38c95a765b2f64a2c961a2f',
      arm64: 'sha256:922df28df248cc00a9e025f947704f1d1482de64ece54cfe57e61f19eaf1eef3',
    },
    kubeadm: {
      amd64: 'sha256:9406f2e75c7fc99391f5fb0575b07914f2d90750d2b8c2c473e9c9c5194c9352',
      arm64: 'sha256:f0fb888ee3eea7ee01c84151ec1ca9df8fa2fc1207e0265dea9aac8db50510dc',
    },
    'kube-proxy': {
      amd64: 'sha256:ea83afe553862b7a1dff33d957dabb1d0dc6d00b2f09800666b8637183289807',
      arm64: 'sha256:6d11d45951b1768f81ccf9081c2b2964b006352a322f4f8cff57f4f28f6c1ed6',
    },
    'kube-apiserver': {
      amd64: 'sha256:6207beb6d74effa86ccfdbd624c1699477755993d6056e41f90b65e6341b7f78',
      arm64: 'sha256:f1229806480c919ab835f7cf1a00358203ae7578bb09950caa3334a648c77e53',
    },
    'kube-controller-manager': {
      amd64: 'sha256:4eb2466c5cd28e2d9c3feef812663b05206581101809af8c26c38de5f664c6d3',
      arm64: 'sha256:edbd04e271148711f997b89ffe6d8763e415170d970de9acced1306e2bbe5544',
    },
    'kube-scheduler': {
      amd64: 'sha256:b9c0b12b99d0eeddf85f0a2318868dca88b0de5fa50826a96b5a53e9e6a00132',
      arm64: 'sha256:f7fa56642b4897b202ab6257d8f593f7b745f07c32eaef730e4e213032ead604',
    },
  },
  // as stated by kops@347983e45
  // and kubelet, kubectl, kubeadm: kubespray@46dbdd399
  '1.36.4': {
    kubelet: {
      amd64: 'sha256:cf2562db46c48ab84cc3791540778ee7fb1a0a008529adbb434723dd02ed8b4b',
      arm64: 'sha256:fd53ea3fcbd077844f50a3c67e9b52f62972a563674956bab0c0f4fb7ea37d50',
    },
    kubectl: {
      amd64: 'sha256:8b8f088da2dab964f853b38464033b1be15ede2839eca751482357c45abdd05a',
      arm64: 'sha256:0ecf44450ee6063bf19dd166a103ee6df4a9034455c2abce626e6eea657d73fb',
    },
    kubeadm: {
      amd64: 'sha256:10d054585907f2c8bb823c84f6a66b3bd2a474c3d795475f04e9a44f78650fe6',
      arm64: 'sha256:6a849c07d3e1c708f5c40f1ac8be03a56124204dfc7e1931e4113634019c0dad',
    },
    'kube-proxy': {
      amd64: 'sha256:74cb03e6251ae711a9363c27d1050f5106cc71ecc3334722cf9c29404638cf7a',
      arm64: 'sha256:342415ae03944d0368ccba6e0c33302bd59e92d08e7faf4817d4af9fc7ac134b',
    },
    'kube-apiserver': {
      amd64: 'sha256:90939ee07af61ac3701c665647f9ce27f2f988f5c7fff406aa5794fd3e6328a6',
      arm64: 'sha256:5dd6f9f59cf75c936f5789d788d6fc39ce9a39d3d8e503d7cad43468c1d1f092',
    },
    'kube-controller-manager': {
      amd64: 'sha256:ddde92e0dd14e5a01c3b178b235a85c71d531f2f344eb519500c1032f0a0d234',
      arm64: 'sha256:70f8cf4eca064585fd2add71f052c02a4ad9ad1378eb28c029d6e61574fe25dc',
    },
    'kube-scheduler': {
      amd64: 'sha256:6ffbffcc6d57990b86a7ac4a547ad3e75b2c28cc901964f99bd13ffb304d2373',
      arm64: 'sha256:97a1eafa7185944d5f39d48b0bc9ddbe6c2810efa6e880c4ff9c8d2878a9db35',
    },
  },
  // as stated by kops@268927e26
  // and kubelet, kubectl, kubeadm: kubespray@46dbdd399
  '1.36.3': {
    kubelet: {
      amd64: 'sha256:46707a53209f826ad0f0d62371ac69cd00e78fd9a8176cf5f6f87f18f7f8b718',
      arm64: 'sha256:57205a5daf5883873d87b4914e1e00bdd7707acd075714788cfb0fc1f60bc414',
    },
    kubectl: {
      amd64: 'sha256:ebbd080e7c2e275093b55915722043257eb24004363e20acb3c4d71919f88336',
      arm64: 'sha256:3d86f24401c41ae5a46ac50eef8865fe891d3647d324a0836f6c63757a126e62',
    },
    kubeadm: {
      amd64: 'sha256:bba1733c701bf70ec74ba1cc3fd5745404c1134a8a4b0a5f8560cc9832023421',
      arm64: 'sha256:276cfbdc43b10fef663288cc1ed76abf77b1b7f700e9f1c053cb5dc3115484de',
    },
    'kube-proxy': {
      amd64: 'sha256:f1b5eb4462df9d98751264c6256628d90fdc72ba8e9a8025d1f75674f078f254',
      arm64: 'sha256:5db204a2f79b26f676137052b45e391f6f8c93b85c85ef0a1f5d72647e3c7834',
    },
    'kube-apiserver': {
      amd64: 'sha256:1f217d397234a6d065da663c6e086fdb02c0f0de97a0758ff3e6f3956f4ef8ab',
      arm64: 'sha256:16001b9d35d23634c361a1e2b7b0fc7abe186984af697ef7a869c8c8cded78b7',
    },
    'kube-controller-manager': {
      amd64: 'sha256:7edfe976d5a06c7a702d653e914095f4a732a04bb2139115b6a6eba6a9b781c7',
      arm64: 'sha256:27868a5c822824945b93f2d8a724a5dcd99affc68b47230ae766bff8795bbb84',
    },
    'kube-scheduler': {
      amd64: 'sha256:b8955d4518c902110b50a825364339b1fb673822518ce0ba081a69ed634f8eee',
      arm64: 'sha256:ca1c7cd0033942bf9ef7eac80e18375d91f6f29487244c3e685f11163b01a88d',
    },
  },
  // as stated by kops@268927e26
  // and kubelet, kubectl, kubeadm: kubespray@46dbdd399
  '1.36.2': {
    kubelet: {
      amd64: 'sha256:3ba68cb4f0906053c08ab843131d5cec559cf8c718dbd679950a078b306abbb4',
      arm64: 'sha256:b0b45db96f0e6bf996780b8a2b8d868bf538dc7c3a60cf604cf0ea2d65c24b06',
    },
    kubectl: {
      amd64: 'sha256:1e9045ec32bea85da43de85f0065358529ea7c7a152eca78154fba5b58c27d82',
      arm64: 'sha256:c957eb8c4bea27a3bb35b269edd9082e27f027f7b76b20b5bf4afebc726c6d3e',
    },
    kubeadm: {
      amd64: 'sha256:f95d1b345f97c673ce1c1347eb96bf2587850975155ae701cdfc629a5b575b70',
      arm64: 'sha256:c638f0b4d9b216df8d5bcf41473b81e59143aa0a690392c224e97e6ec91ed3e9',
    },
    'kube-proxy': {
      amd64: 'sha256:6588b915ab48baab68440ac1490358b434dcb7bdce076a468b805ee26fd4e048',
      arm64: 'sha256:a19ffea01ef619a8aabadbef48b5a57a71a26815e1d5d21673002f243f0a2d74',
    },
    'kube-apiserver': {
      amd64: 'sha256:6770be17296ef36b656ad84e52b043007fb9a47ba0445c224097323291b1b33b',
      arm64: 'sha256:265e3918c0659ce714fba07b6cc0634edafa4db6dd5891cc8dc3352b028af0f5',
    },
    'kube-controller-manager': {
      amd64: 'sha256:6332e45474baf6362f50394d8f7c6002274db04d68fe51dbe2229ef5c0b21e3c',
      arm64: 'sha256:976242c5e71e4c0d2cc925ca34e715112cd3379ef7c4292c661546073790ce56',
    },
    'kube-scheduler': {
      amd64: 'sha256:0cc42da3170baf459a534a3802640d7374381ca679e5cfb647e64f36ad318d3d',
      arm64: 'sha256:ec4166220b3825ea28679fb2604d9fa04c817226b4205db10985444608bfdcea',
    },
  },
  // as stated by kubespray@46dbdd399
  '1.35.8': {
    kubelet: {
      amd64: 'sha256:6971b9f95e54dbed67a2271abe6e78f8cc2894494649f3cf39e4b25a82dca923',
      arm64: 'sha256:7744f84c49df6dff7d0a0471f9acef31568c02459659de83aa279cf3a04b1714',
    },
    kubectl: {
      amd64: 'sha256:874d5e72dbb819f43cff16bcd1e4f8bac5b7f2361fe1e55049b0a6c676fb0cbf',
      arm64: 'sha256:cc749967b62f4422260bc9c0aa7a7c55f45175ae38cb8d95767b5d2b7e04c1fd',
    },
    kubeadm: {
      amd64: 'sha256:1bbc64a2be5b300880ae9330c6bba592ec2a2b8ecb79c527b0c7cc0f44070e5e',
      arm64: 'sha256:8956730f3ae46ebdb95e95845542f71d844f74affd69c14634a58d1fe3510d86',
    },
  },
  // as stated by kops@268927e26
  // and kubelet, kubectl, kubeadm: kubespray@46dbdd399
  '1.35.7': {
    kubelet: {
      amd64: 'sha256:e48cbb9c62351aa95f455bdae3c9a9e9d7d644027c231ade7a67b868b2be3258',
      arm64: 'sha256:0dc3f53fc51f6a6c26c437ec9eded016106ef931db2dd9b3905c656796bed438',
    },
    kubectl: {
      amd64: 'sha256:12e97f9d23a9f6cbb87b89becd6bd291e1a858a3379a4e11e2c822c4c1530052',
      arm64: 'sha256:5103d45b8881434d417694057b8ccb5ae79fd310a5c5c13e403c5e62e15909be',
    },
    kubeadm: {
      amd64: 'sha256:9206f531ffe9cef39e9b734bc49ee9ca965d646ff6d4536e5b3fd3ff71151512',
      arm64: 'sha256:b8c3a1145a9875f046e9b66d5cd5810431e92ae1d5abca82f0151694cd257928',
    },
    'kube-proxy': {
      amd64: 'sha256:1c22a8ff41efba86b32d50a24b1d07149e2f8a96a43b914bafd92b984f8f40f0',
      arm64: 'sha256:216b76b4ab7f642a1e305f6402a0a466af7cea1287bf89fefb9269396ba04dc2',
    },
    'kube-apiserver': {
      amd64: 'sha256:0317e382c47b721af23dfcf853073fbe76ebe26a592dffc42359e20be21047a8',
      arm64: 'sha256:4e5fe160e7b90e84faab827e71a101f0472a920385abfb7f6bba36ee783529e1',
    },
    'kube-controller-manager': {
      amd64: 'sha256:82c0dc57f9d066e4aef869c88386b2e1baacd30d12746dd09e08cf8e41492df8',
      arm64: 'sha256:9125fca53876e58137305cf177bc2c67eab38adc7f2f70cfe1444d124c39d012',
    },
    'kube-scheduler': {
      amd64: 'sha256:93a3e6bb3521416aebef6382b3d0054d3cb304d8ecb37e062f6d7e9f7020e6e5',
      arm64: 'sha256:571faf2a0d19951aade0b3d4f5f2e0b2504ee3a14ccdd2cdd0668ccd04a3c33c',
    },
  },
  // as stated by kops@268927e26
  // and kubelet, kubectl, kubeadm: kubespray@46dbdd399
  '1.35.6': {
    kubelet: {
      amd64: 'sha256:f320e9485cdb8fd190ab45efd3c3e29f6fcf4ad1a4c610a058d8f0b6bcd34a3a',
      arm64: 'sha256:b45c8b2b8a46a92028fcd68571aa38c839b64e38e199da23e1f37dcbe9f3399b',
    },
    kubectl: {
      amd64: 'sha256:5d11e2ba01ea68ffd053f56e27738e2b4330013ee67f7e46c6da6c585d3c9926',
      arm64: 'sha256:c0f97f31c9ddc22d4951d543a1a7125a9af4b31e895ad4aa99899c4ba2a6ff0b',
    },
    kubeadm: {
      amd64: 'sha256:49fd320be1d6af003fc3b61ad60cf30b02838a661ab0139798e021f7e378d806',
      arm64: 'sha256:b6acbcd4ab8a18759191a2d6373d84a80f3cb47ad5460603df5fe8887b139716',
    },
    'kube-proxy': {
      amd64: 'sha256:b1c9a70a41e1748db257cd3dc3970ff1f880f195349f8bb2d0744516824ff228',
      arm64: 'sha256:0efe9229b46e5cd9887ca1f8cbf82b6aa06ff14b3220151b11728f76c2a26eee',
    },
    'kube-apiserver': {
      amd64: 'sha256:f67fd3a5dc42c3add467358837441cff812b713e379a32007106e95edb16fca8',
      arm64: 'sha256:bca6904b9b89053a86750dee93b5d29de469e969084c66ee978c372c8fe24634',
    },
    'kube-controller-manager': {
      amd64: 'sha256:d87574834c998adc5e58ebbcb5083631105a7107ff78513e53d442a31b2974c3',
      arm64: 'sha256:32717520a06d49bcc5d53e1f65fb39455fe1adb3cdc393b4f2d0c1c4d896a580',
    },
    'kube-scheduler': {
      amd64: 'sha256:284f3c0deab308073c5942849ecb64a56efb70378b927988a78e6c08820be47a',
      arm64: 'sha256:7ebc30be10d6111636db612f540887e1f89afacda51cd474f9acb7cd4653558b',
    },
  },
  // as stated by kubespray@46dbdd399
  '1.34.11': {
    kubelet: {
      amd64: 'sha256:4777a226b2ba3c1d656254bcf3f7ad471bf210042f361094216e51ab4fa9b4b6',
      arm64: 'sha256:f12879879481e9af46317c2c82a6dba7d59df78ed095e44e0399643df1c4c8ba',
    },
    kubectl: {
      amd64: 'sha256:8efbb9435132a190920eb65a47a8c1ecf755ad85ab57a600c9bedbab460bb7a8',
      arm64: 'sha256:5b045a4712674c88a56fd98eef4285689738b7fbe8735e1b9ee3509521af5cb4',
    },
    kubeadm: {
      amd64: 'sha256:bd3cbe40aff6c7b3b939243ebd80dbd7da207c0e594cfdd434295bf553ea7351',
      arm64: 'sha256:1365b20b698151f432eb8f5a8ca53f0200e85af32392d31f40ffa901a73b694c',
    },
  },
  // as stated by kops@268927e26
  // and kubelet, kubectl, kubeadm: kubespray@46dbdd399
  '1.34.10': {
    kubelet: {
      amd64: 'sha256:59669fd1233989fda877aa8a785bd56d4c73e739afcd90596c62e0172af2738c',
      arm64: 'sha256:8f9305c7c639056e9544af4d360119af03c43cec470b2fb28ddaca26525b2564',
    },
    kubectl: {
      amd64: 'sha256:95bd70842bd11a524d24acd5b68726899e3488e153e45e2b4ae846545beda050',
      arm64: 'sha256:52d3aeefea32fdfa3671ccd636be5da463ddfd0a2fc09d7bcbaedcff4c76cad5',
    },
    kubeadm: {
      amd64: 'sha256:7a75c473f72166d3081ed35e627328f3d4ce960d6beff983cb6384a3dc675bf4',
      arm64: 'sha256:550f1d6d7e73b91cc77d10f89a94e745d800e49b4b7fc509c1a670ffc6401b1b',
    },
    'kube-proxy': {
      amd64: 'sha256:a57b516767aea789d50786916aadae7988061a48d8691cb76a512bc9f6016521',
      arm64: 'sha256:86dbc6663e3b5ee3baad5110042272a0c05bc5e1c98c5001998f50ed448d863e',
    },
    'kube-apiserver': {
      amd64: 'sha256:daef57d947b3f9cf3058e7c9635339ee4a54de7ff2c7d94e0c5721280e088396',
      arm64: 'sha256:23a8e7df99269347c2006a99de4f426fad36f290dcfb70de9ebc25e43d5b6cb5',
    },
    'kube-controller-manager': {
      amd64: 'sha256:2096d333229562714e9ea683eeb745d36b49e0d48d871a8f64892bf349c9294b',
      arm64: 'sha256:a5439a457c8115e75b4747da90e793ca6d209faf20db04ca273ae1763caec5a1',
    },
    'kube-scheduler': {
      amd64: 'sha256:bbb86cdc7c0999d1cf6e1bd5fec539b0c80e594ce1b726b98b453f1b825f4d32',
      arm64: 'sha256:9b18db732f4a7eae3c488fb321f7c848a356e6a7ebd3b2dca1d236fe2788584e',
    },
  },
  // as stated by kops@268927e26
  // and kubelet, kubectl, kubeadm: kubespray@46dbdd399
  '1.34.9': {
    kubelet: {
      amd64: 'sha256:d4ce6d8d7e2d762894b13bbed90dbb56fbe8fa01414a68cc2988e070d8676b94',
      arm64: 'sha256:fd348a9bf8b796b6672fd864606af38e68e788dd62976a3a6b4d95333e406424',
    },
    kubectl: {
      amd64: 'sha256:73bb6f5063caadae1e73a39de018d8ad21755984bea35358484db817859e7634',
      arm64: 'sha256:63317b16a5264af47169b54dafd1878fed29031ebc8367960dd3b88484334e04',
    },
    kubeadm: {
      amd64: 'sha256:76802c717a6917c35124675c639e283854506fec8700e6a63c81069918845127',
      arm64: 'sha256:892789444a830b16eb1c8d3e09a878a9ced6ac18c5765e5bb9d41123a41ce3ee',
    },
    'kube-proxy': {
      amd64: 'sha256:51874f013171a55cede36138d619552ce824cd00fb66b4613a4bf660030c586a',
      arm64: 'sha256:5ffb69102b590fd8db2f4abdce7afae71b205dcc342306c50310ef65fd5b6dd2',
    },
    'kube-apiserver': {
      amd64: 'sha256:2e67b6135abe0dcc969e33b9920947c282ae6537d6d41de849045494057f9a5b',
      arm64: 'sha256:ecb92dbe5d05f3190f0a43adf6d15f44d3534a0f02841fe9ac367a85250ef865',
    },
    'kube-controller-manager': {
      amd64: 'sha256:f5ad750967e3f5e9db45f70d35f57ba084f27d475b30e530cff129305c588125',
      arm64: 'sha256:4079c4fbfc1f57cefb1dc2a8d5c9e2455057cc32ff7a1c9765c3ae1dc479ff67',
    },
    'kube-scheduler': {
      amd64: 'sha256:4c09ecdc67383d0c0c7c47ba1d88aaa228cf6760abf4067855b0dd3ae46797e6',
      arm64: 'sha256:d27488bc280ff16cbfbef357b4d56ecbb154022f363615725718b1233ca1f546',
    },
  },
  // as stated by kops@268927e26
  // and kubelet, kubectl, kubeadm: kubespray@58425096a
  '1.33.13': {
    kubelet: {
      amd64: 'sha256:0415ef7778646172f7aad830cbe09a7d903461eef9e15cd34193b85d95dfff0d',
      arm64: 'sha256:db573f065eb9f9153b60270b209ea7992b79849ecac4387dbda88401fb2ed0ff',
    },
    kubectl: {
      amd64: 'sha256:316d712726d857c20744c57cb36aa47cfc79bc0af7e82cebf3780244b654c073',
      arm64: 'sha256:9fe8aadd5aab9421978c7ac95de6fad304a3c4c0ce9dbf4127579779e0699080',
    },
    kubeadm: {
      amd64: 'sha256:0d7ba3cb4d8913305d0de966bdd9964f76942bc0274055eb7cb21f67bde4b2b9',
      arm64: 'sha256:8b50c20ebe4600ee65bed74192c2595e89cd9b48e1f5e6e51cd8710d0b07902f',
    },
    'kube-proxy': {
      amd64: 'sha256:2253fdb7715d58cf8d27c0a526bece9d3a2db3fce39471db212f5de136575e44',
      arm64: 'sha256:3ddae5187df21ca988b3dabc5c21248f8e769f930bd262618c63a0a327a8de74',
    },
    'kube-apiserver': {
      amd64: 'sha256:734d5d7ca2ad533cff1f705ea44a4b29bf0a515e467ff0678884db10e2461580',
      arm64: 'sha256:b879d2bbc059bf71da428ad386582bb95e11b1d3a43b6d9451376ddc89e03735',
    },
    'kube-controller-manager': {
      amd64: 'sha256:99a6d7cd64a8ad58fea91cbda78ed2051f64c984b82e81e9fdea50a09b63c23c',
      arm64: 'sha256:31238044e9ddad1e83af405eee7a22ba514f62863192a338854e15026a605214',
    },
    'kube-scheduler': {
      amd64: 'sha256:9137677bc5459cb7c39edd13b8eaf9c94b6534934f3636985633b691dc482ded',
      arm64: 'sha256:bb6c1d2a563761c04b38968011d44da1818073e7c1538d215e1d0cccccff8e93',
    },
  },
  // as stated by kops@268927e26
  // and kubelet, kubectl, kubeadm: kubespray@58425096a
  '1.33.12': {
    kubelet: {
      amd64: 'sha256:4cd11210b02c8b562c7404394ef5c026a5a2045fdf7d9715660f589c4b02a577',
      arm64: 'sha256:947ee402632e055f803f1f0b3ab713f2766c10e54393ad75de15b0ade249aed3',
    },
    kubectl: {
      amd64: 'sha256:fe80ae4133b44fa2077db4af144e80765eb1b3b2eede55fbff6933c4374d8c6e',
      arm64: 'sha256:d1a1f7b86859108406e997430a59c95c72a77cc33cdc4faccd046407aff2cfac',
    },
    kubeadm: {
      amd64: 'sha256:e48a37f0c2faa1d96cf2a577ff420d505e4fc0a4722e5e148fbc3cb5f593ee04',
      arm64: 'sha256:ff4dec51ebb2807ad416679da503c351f0ac240a5c8da38aebbc4ab6c10643c3',
    },
    'kube-proxy': {
      amd64: 'sha256:fe5a553cfe6c5a5aca94102e46d127c7befdb9aecc50f4db3c287fb0d7d8aa6d',
      arm64: 'sha256:7bb886d87a69628264d2fb2fa62be0aad13909bff204970647357ddcb85a091a',
    },
    'kube-apiserver': {
      amd64: 'sha256:746b56e38cf9983b23da5b9d477a81e0a3a409b59b029fc84e84092376699166',
      arm64: 'sha256:8dfa0b1f18290b2ae0d6dd03bc0aa4ca5d10e019de20a30dcfc161e3069df14c',
    },
    'kube-controller-manager': {
      amd64: 'sha256:a53cb4cb648408729fff1c63a5901ea46024a77ffaef9c2d0f362681cd6c507d',
      arm64: 'sha256:a6fb177670b232815f65036b2a2ec59cf22bfafb0bd9b4f1cecc08ffa6050bc4',
    },
    'kube-scheduler': {
      amd64: 'sha256:2911f610033dde78de6c0821ae90b80b7a8290f954d469f7ee8833ae00400fb6',
      arm64: 'sha256:47668b6e872ad1625a3b6ee68bf5abf2018e33f99b859bc2776f61eced83897d',
    },
  },
  // as stated by kops@268927e26
  // and kubelet, kubectl, kubeadm: kubespray@9e75ee995
  '1.33.11': {
    kubelet: {
      amd64: 'sha256:4a3d265ee760ee4490b55989e5c3d87deffefa86a6f100f2a7453d353a1ae255',
      arm64: 'sha256:047641f9094195384b4ade77c8ba2f0d3cee30a9f0ed6c9b649d387c7a5858ee',
    },
    kubectl: {
      amd64: 'sha256:5d0ff87b99e4bbc38b9876b3172c414f8691008d291e36f89547318925ce7716',
      arm64: 'sha256:75ba96c8cc1f74c67ef3890e43186c0f308ee71d71c8d517879fd703c922d903',
    },
    kubeadm: {
      amd64: 'sha256:50b66a385ae5bf1ef69c596d07f387b553f0b62f0c48932e0aa14fdd44b1f006',
      arm64: 'sha256:6b85e3ad2e3cf876eaff4bf8833170d991af4a6967f95572c89d43a3994891fc',
    },
    'kube-proxy': {
      amd64: 'sha256:0e182769a764b645816adb6979b9254e4c4073b3e9e89371173f0218785855ff',
      arm64: 'sha256:e2b87e2e96256428afa83732aa1060d85d0aabd890a4a3603750be2686432070',
    },
    'kube-apiserver': {
      amd64: 'sha256:6a32028296518cc31c270af1e446961bdeec08056c579502de06a5e2307c155c',
      arm64: 'sha256:c625d1ba7caad479878f902dccdec3b4e40686c21fb9576448bcaca8ffbc29e8',
    },
    'kube-controller-manager': {
      amd64: 'sha256:848137856a59d202ee5cb3c096e540cd08e6f7fd7dec0b273d811483e312c731',
      arm64: 'sha256:d3cf7e1704f6e9a816d47fe002003a1251d910328bc968755a9f9a643ed55062',
    },
    'kube-scheduler': {
      amd64: 'sha256:9bf2e25f90cc7f5ce77ee817321a64fbce91393730d88e8aef6b3a92401bd336',
      arm64: 'sha256:25feeafafc8c4585658f42c5ab28b7eef6d9adc44d0691ad1aed4955135243e1',
    },
  },
  // as stated by kubespray@df2fbad23, kubekey@v3.0.0
  // and kubelet: kubelet-bin PKGBUILD
  '1.21.0': {
    kubelet: {
      amd64: 'sha256:681c81b7934ae2bf38b9f12d891683972d1fbbf6d7d97e50940a47b139d41b35',
      arm64: 'sha256:17832b192be5ea314714f7e16efd5e5f65347974bbbf41def6b02f68931380c4',
    },
    kubectl: {
      amd64: 'sha256:9f74f2fa7ee32ad07e17211725992248470310ca1988214518806b39b1dad9f0',
      arm64: 'sha256:a4dd7100f547a40d3e2f83850d0bab75c6ea5eb553f0a80adcf73155bef1fd0d',
    },
    kubeadm: {
      amd64: 'sha256:7bdaf0d58f0d286538376bc40b50d7e3ab60a3fe7a0709194f53f1605129550f',
      arm64: 'sha256:50bb95d1827455346b5643dcf83a52520733c3a582b8b1ffb50f04a8e66f00e7',
    },
  },
  // as stated by kubespray@c1fe91389
  '1.19.5': {
    kubelet: {
      amd64: 'sha256:b64dbc4a1a47d21be0a67f7d0050eebc02dd610c31175865da08e3a59e0834af',
      arm64: 'sha256:646373c5337f6f348573bbbef3d92a675fe18d3c54b752805c6d3a9f9fc22957',
    },
    kubectl: {
      amd64: 'sha256:5f5a0bebde8a8782b2d9de9bd314dce722f9f960bee090b121ea5ac38cf4377d',
      arm64: 'sha256:eaf26ca30f1696e72754d86aeda1886287127295809a400821f8d0ffa6329359',
    },
    kubeadm: {
      amd64: 'sha256:00a2eb2b919661b46cd845c5645e3258806f331f1ea8015e136e733c8c5dd515',
      arm64: 'sha256:8c4363e910f0070d597f3e5b9a7b8741e1ef20778a8dddc15ac47bf02389d964',
    },
  },
  // kubelet: kubespray@a41ebb9d1, kubelet-bin PKGBUILD
  // kubectl amd64: kubespray@a41ebb9d1, a published Dockerfile of evilmartians
  // kubectl arm64: kubespray@a41ebb9d1
  // kubeadm: kubespray@9a25f316d, kubeadm-bin PKGBUILD
  '1.16.2': {
    kubelet: {
      amd64: 'sha256:0c24425d7cc029bffd86bfbedcb6a63cd42c21052c3248e43918ef15d3fc03ee',
      arm64: 'sha256:c155ef87b6e73661a3f5de51d1f60feab4aebbade8f30bba6cf2e66fdc5f59b0',
    },
    kubectl: {
      amd64: 'sha256:3ff48e12f9c768ad548e4221d805281ea28dfcda5c18b3cd1797fe37aee3012e',
      arm64: 'sha256:d44669ee4d137ccb3375293eedb3b585ac36d69d3e875cd3d8158292454bfac1',
    },
    kubeadm: {
      amd64: 'sha256:9cd4a5b087088a9053ff40113ca182f0c2f959e2e51049ed2f850785c2588e04',
      arm64: 'sha256:4287d025a0c9743325c8891b7139ff718c79e4302e2004c5472a06b410a196b1',
    },
  },
  // as stated by kubespray@01a81198e
  '1.10.3': {
    kubeadm: {
      amd64: 'sha256:b2a6f0764b89a4a13a3da4471af943ce98efeb29e2913c9e7880fe27f4f43a5f',
      arm64: 'sha256:225ceadd6a337566ae2ed09db1dbd38c2868952645a8f0c5eefacbaf2ce1505d',
    },
  },
};

export const kubernetesBinaries: readonly PinFamily[] = kubernetesPrograms.map((name) => ({
  name,
  format: 'binary',
  urls: (version, arch) => binaryUrls(version, arch, name),
  checksums: (url) => [`${url}.sha256`, `${url}.sha512`],
  digests: Object.fromEntries(
    Object.entries(releases).flatMap(([version, programs]) => {
      const digests = programs[name];
      return digests ? [[version, digests]] : [];
    }),
  ),
}));
