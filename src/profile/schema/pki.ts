/** What a profile may say of its authorities and certificates. */
import { z } from 'zod';
import * as w from './words.ts';

export const keyAlgorithm = z.enum(['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096']);

const subject = z.strictObject({
  country: w.country.optional().describe('C, two capital letters. Default: left out.'),
  state: w.distinguished(128).optional().describe('ST. Default: left out.'),
  locality: w.distinguished(128).optional().describe('L. Default: left out.'),
  organizationalUnits: z
    .array(w.distinguished(64))
    .optional()
    .describe('OU, one or more. Default: left out.'),
});

/** In kubeadm's layout its place is fixed: what else works on such a machine looks for it there. */
const authority = z.strictObject({
  keyAlgorithm: keyAlgorithm
    .optional()
    .describe('Algorithm of this authority’s key. Default: pki.keyAlgorithm.'),
  commonName: w
    .distinguished(64)
    .optional()
    .describe(
      'CN of the authority when secrets are made, and the file name looked for on import. Default: kubernetes; kubernetes-kubelet, etcd-ca, front-proxy-ca for the others.',
    ),
});

const nodeAuthority = authority.extend({
  file: w.path
    .optional()
    .describe(
      'Where the authority’s trust bundle (PEM) lies on the node. Default: /etc/kubernetes/pki/ca.crt; /etc/kubernetes/pki/kubelet-ca.crt for the kubelet authority.',
    ),
  intermediates: z
    .array(w.dnsLabel)
    .optional()
    .describe(
      'Names of further authorities that this one has signed; their certificates follow it in the trust bundle. Only with an external control plane. Default: none.',
    ),
});

export const pki = z.strictObject({
  keyAlgorithm: keyAlgorithm
    .optional()
    .describe(
      'Algorithm of new authorities and of every node’s keys. An imported authority keeps its own. Default: ECDSA-P256.',
    ),
  certificateValidityPeriod: w.duration
    .optional()
    .describe(
      'How long certificates of nodes and clients are valid from the secrets’ issue date; at least 1h, never beyond their authority. Default: 8760h (one year).',
    ),
  caCertificateValidityPeriod: w.duration
    .optional()
    .describe('How long authorities that secrets new makes are valid. Default: 87600h (ten years).'),
  subject: subject.optional().describe('Further parts of the subject in the kubelets’ certificates.'),
  authorities: z
    .strictObject({
      etcd: authority
        .optional()
        .describe('Signs etcd’s certificates, where the control plane is built here.'),
      frontProxy: authority
        .optional()
        .describe(
          'Signs the client certificate of the API aggregation layer, where the control plane is built here.',
        ),
      cluster: nodeAuthority
        .optional()
        .describe(
          'Signs the clients of the API server; the kubeconfigs trust it. Default: with the name and place below.',
        ),
      kubelet: nodeAuthority
        .optional()
        .describe(
          'Present, even as {}: an authority of its own for the kubelets’ serving certificates and the API server’s client certificate towards them; the kubelet’s clientCAFile. Default: the cluster authority does both.',
        ),
    })
    .optional()
    .describe('The authorities whose keys are in secrets.yaml.'),
  apiServerKubeletClient: z
    .strictObject({
      commonName: w.distinguished(64).describe('CN of that certificate, the user name kubelets see.'),
      organizations: z
        .array(w.distinguished(64))
        .optional()
        .describe('O of that certificate, its groups. Default: none.'),
    })
    .optional()
    .describe(
      'Writes the API server’s client certificate towards kubelets to control-plane/ of the output, with the authorities to trust. Default: not made.',
    ),
});
