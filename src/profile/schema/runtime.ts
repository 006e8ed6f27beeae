/** What a profile may say of the container runtime and of the programs that are placed on a node. */
import { z } from 'zod';
import { patch, unitPatch } from './kubelet.ts';
import * as w from './words.ts';

const registry = z.strictObject({
  mirrors: z.array(w.url).optional(),
  server: w.url.optional().describe('Where the registry itself is asked when no mirror answers.'),
  certificateAuthority: w.text
    .optional()
    .describe('The PEM certificate that the mirrors’ certificates are signed by.'),
  skipVerify: z.boolean().optional(),
  overridePath: z.boolean().optional(),
  credentials: z
    .strictObject({ username: w.registryUser })
    .optional()
    .describe('The password is in secrets.yaml; it is sent to the mirrors.'),
});

export const containerRuntime = z.strictObject({
  type: z.enum(['containerd', 'docker']).optional(),
  source: z
    .enum(['upstream', 'package', 'system'])
    .optional()
    .describe(
      'upstream: the published binaries; package: the distribution’s or a repository’s; system: part of the image.',
    ),
  version: w.version.optional(),
  package: w.packageName.optional(),
  socket: w.path.optional(),
  configFile: w.path.optional(),
  configVersion: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  config: patch.optional().describe('A merge patch for containerd’s configuration, or docker’s daemon.json.'),
  snapshotter: w.name.optional(),
  sandboxImage: w.name.optional(),
  registries: z.record(w.registryHost, registry).optional(),
  unit: unitPatch.optional(),
});

const program = z.strictObject({
  version: w.version.optional(),
  directory: w.programDirectory.optional(),
  digest: w.digest
    .optional()
    .describe('Of the published file, when nodeseed’s own catalogue does not know that version.'),
});

export const binaries = z.strictObject({
  directory: w.programDirectory.optional(),
  mirrors: z
    .array(z.strictObject({ prefix: w.url, replacement: w.url }))
    .optional()
    .describe('An address that starts with the prefix is tried with the replacement first.'),
  upstream: z.boolean().optional().describe('false: only mirrors are asked.'),
  kubelet: program.omit({ version: true }).optional(),
  kubeProxy: program.omit({ version: true }).optional(),
  kubectl: program.omit({ version: true }).optional(),
  containerd: program.omit({ version: true }).optional(),
  runc: program.optional(),
  cniPlugins: program.optional(),
  crictl: program.optional(),
});

export const podNetwork = z.strictObject({
  type: z.enum(['bridge', 'loopback', 'none']).optional(),
  cniVersion: w.version.optional(),
  bridge: w.interfaceName.optional(),
  ipMasq: z.boolean().optional(),
  list: z.boolean().optional().describe('A .conflist with portmap (true) or a single .conf (false).'),
  bridgeFile: w.path.optional(),
  loopbackFile: w.path.optional(),
});
