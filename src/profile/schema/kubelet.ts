/** What a profile may say of the kubelet and of kube-proxy. */
import { z } from 'zod';
import * as w from './words.ts';

/** A patch by RFC 7386: mappings merge, `null` removes, all else replaces. Checked against the component's own schema later. */
export const patch = z.record(z.string(), z.json());

/** Sections of a systemd unit: `Service: { Restart: always }`. A list writes the key once per item, `null` leaves it out. */
export const unitPatch = z.partialRecord(
  z.enum(['Unit', 'Service', 'Install']),
  z.record(w.unitKey, z.union([w.unitValue, z.array(w.unitValue), z.null()])),
);

/** Flags by name without the dashes; `null` leaves out one that nodeseed would give. */
export const extraArgs = z.record(w.line, z.union([w.line, z.null()]));

const certificate = z.strictObject({
  commonName: w.distinguished(64).optional(),
  organizations: z.array(w.distinguished(64)).optional(),
  sans: z
    .array(w.san)
    .optional()
    .describe(
      'Names and addresses; $(NODE_NAME) and $(NODE_IP) stand for the node’s own. Replaces the default list.',
    ),
  certificateFile: w.path.optional(),
  keyFile: w.path.optional(),
});

export const kubeconfig = z.strictObject({
  path: w.path.optional(),
  server: w.url.optional().describe('Default: https:// and the control plane’s endpoint.'),
  clusterName: w.name.optional(),
  userName: w.name.optional(),
  contextName: w.name.optional(),
  certificateAuthority: z.enum(['embedded', 'file', 'none']).optional(),
  credentials: z.enum(['embedded', 'files']).optional(),
  user: patch.optional().describe('Further fields of the kubeconfig’s user.'),
});

export const kubelet = z.strictObject({
  settings: z
    .enum(['file', 'flags'])
    .optional()
    .describe('Where settings go that exist both as a flag and as a field of KubeletConfiguration.'),
  configFile: w.path.optional(),
  certificateDirectory: w.path
    .optional()
    .describe('--cert-dir: where the kubelet keeps certificates it gets itself.'),
  hostnameOverride: z.boolean().optional(),
  nodeIP: z.boolean().optional(),
  config: patch.optional().describe('A merge patch for KubeletConfiguration.'),
  extraArgs: extraArgs.optional(),
  unit: unitPatch.optional(),
  kubeconfig: kubeconfig.optional(),
  bootstrapKubeconfig: kubeconfig.optional(),
  clientCertificate: z
    .union([
      z.literal('bootstrap'),
      certificate.extend({
        usages: z
          .array(z.enum(['client', 'server']))
          .min(1)
          .optional(),
      }),
    ])
    .optional()
    .describe('Ready-made by default; "bootstrap": the kubelet asks for one with a bootstrap token.'),
  servingCertificate: z
    .union([z.enum(['client', 'self-signed']), certificate])
    .optional()
    .describe('Ready-made by default; "client": the client certificate serves too.'),
});

export const kubeProxy = z.strictObject({
  run: z.enum(['unit', 'none']).optional(),
  mode: z.enum(['iptables', 'ipvs', 'nftables']).optional(),
  configFile: w.path.optional(),
  config: patch.optional().describe('A merge patch for KubeProxyConfiguration.'),
  extraArgs: extraArgs.optional(),
  hostnameOverride: z.boolean().optional(),
  unit: unitPatch.optional(),
  kubeconfig: kubeconfig.optional(),
  certificate: certificate.optional(),
});
