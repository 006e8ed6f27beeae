/** What a profile may say of the machine itself. */
import { z } from 'zod';
import * as w from './words.ts';

const accessRights = { owner: w.userName.optional(), group: w.userName.optional(), mode: w.mode.optional() };

const user = z.strictObject({
  name: w.userName,
  uid: z.number().int().min(1).max(60000),
  group: w.userName.optional(),
  home: w.accountPath.optional(),
  shell: w.accountPath.optional(),
  description: w.accountField.optional(),
});

const repository = z.strictObject({
  name: w.dnsLabel,
  url: w.url.describe('apt: the archive’s root; dnf and yum: the baseurl.'),
  suites: z.array(w.archivePart).min(1).optional().describe('apt only.'),
  components: z.array(w.archivePart).min(1).optional().describe('apt only.'),
  key: w.text.describe('The OpenPGP public key, ASCII-armoured.'),
});

const dropIn = z.strictObject({ name: w.line, contents: w.text });

const unit = z.strictObject({
  name: w.unitName,
  state: z.enum(['enabled', 'disabled', 'masked', 'static']).optional(),
  contents: w.text.optional(),
  dropIns: z.array(dropIn).optional(),
});

export const host = z.strictObject({
  swap: z
    .enum(['disabled', 'limited', 'unmanaged'])
    .optional()
    .describe(
      'disabled: off now and in fstab; limited: pods may use it within their share; unmanaged: as it is.',
    ),
  packages: z
    .strictObject({
      install: z.array(w.packageName).optional(),
      remove: z.array(w.packageName).optional(),
      repositories: z.array(repository).optional(),
    })
    .optional(),
  modules: z.array(w.moduleName).optional(),
  sysctls: w.sysctls.optional(),
  groups: z.array(z.strictObject({ name: w.userName, gid: z.number().int().min(1).max(60000) })).optional(),
  users: z.array(user).optional(),
  directories: z.array(z.strictObject({ path: w.path, ...accessRights })).optional(),
  links: z.array(z.strictObject({ path: w.path, target: w.linkTarget })).optional(),
  files: z.array(z.strictObject({ path: w.path, contents: w.text, ...accessRights })).optional(),
  units: z.array(unit).optional(),
  sshAuthorizedKeys: z
    .array(z.union([w.publicKey, z.strictObject({ user: w.userName, keys: z.array(w.publicKey).min(1) })]))
    .optional()
    .describe('Keys for the image’s own account, or for a named one.'),
  timeServers: z.array(w.host).optional(),
  timeTimeout: w.duration.optional(),
  proxy: z
    .strictObject({
      httpProxy: w.url.optional(),
      httpsProxy: w.url.optional(),
      noProxy: z.array(w.noProxy).optional(),
    })
    .optional(),
  trustedCAs: z.array(z.strictObject({ name: w.dnsLabel, certificate: w.text })).optional(),
});
