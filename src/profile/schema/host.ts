/** What a profile may say of the machine itself. */
import { z } from 'zod';
import * as w from './words.ts';

const accessRights = {
  owner: w.userName.optional().describe('root or a user under host.users. Default: root.'),
  group: w.userName
    .optional()
    .describe('root, a group under host.groups, or the own group of a user. Default: root.'),
  mode: w.mode
    .optional()
    .describe('Permission bits, quoted. Default: "0644" for a file, "0755" for a directory.'),
};

const user = z.strictObject({
  name: w.userName.describe('Name of the user.'),
  uid: z.number().int().min(1).max(60000).describe('Its number.'),
  group: w.userName
    .optional()
    .describe('Its group, one under host.groups. Default: a group of its own name and number.'),
  home: w.accountPath.optional().describe('Its home directory, which is not created. Default: /nonexistent.'),
  shell: w.accountPath.optional().describe('Its login shell. Default: /usr/sbin/nologin.'),
  description: w.accountField.optional().describe('The comment field. Default: the name.'),
});

const repository = z.strictObject({
  name: w.dnsLabel.describe('Name of its files in /etc/apt/sources.list.d or /etc/yum.repos.d.'),
  url: w.url.describe('apt: the archive’s root; dnf and yum: the baseurl.'),
  suites: z.array(w.archivePart).min(1).optional().describe('apt only. Default: stable.'),
  components: z.array(w.archivePart).min(1).optional().describe('apt only. Default: main.'),
  key: w.text.describe('The OpenPGP public key that signs it, ASCII-armoured.'),
});

const dropIn = z.strictObject({
  name: w.line.describe('File name in UNIT.d, ending in .conf.'),
  contents: w.text.describe('Its text, written as it stands.'),
});

const unit = z.strictObject({
  name: w.unitName.describe(
    'Name of the unit. It may be one of the system’s, to change its state or add drop-ins.',
  ),
  state: z
    .enum(['enabled', 'disabled', 'masked', 'static'])
    .optional()
    .describe(
      'What first boot makes of it. static: neither enabled nor started, but restarted if it runs and changes. Default: enabled with an [Install] section, else static.',
    ),
  contents: w.text
    .optional()
    .describe('Its text, written as it stands to /etc/systemd/system. Default: the unit exists already.'),
  dropIns: z.array(dropIn).optional().describe('Drop-ins for it. Default: none.'),
});

export const host = z.strictObject({
  swap: z
    .enum(['disabled', 'limited', 'unmanaged'])
    .optional()
    .describe(
      'disabled: off now and commented out in fstab. limited: stays on, failSwapOn: false and swapBehavior: LimitedSwap (Kubernetes 1.22 and later). unmanaged: stays as it is, failSwapOn: false. Default: disabled.',
    ),
  packages: z
    .strictObject({
      install: z
        .array(w.packageName)
        .optional()
        .describe('Packages to install, as the package manager names them. Default: none.'),
      remove: z.array(w.packageName).optional().describe('Packages to remove. Default: none.'),
      repositories: z.array(repository).optional().describe('Further package repositories. Default: none.'),
    })
    .optional()
    .describe('Packages, on systems that have a package manager.'),
  modules: z
    .array(w.moduleName)
    .optional()
    .describe(
      'Kernel modules loaded now and at every boot, besides those that runtime and kube-proxy need. Default: none.',
    ),
  sysctls: w.sysctls
    .optional()
    .describe(
      'Kernel parameters, in /etc/sysctl.d/90-nodeseed.conf, besides those that the pod network needs. Default: none.',
    ),
  groups: z
    .array(
      z.strictObject({
        name: w.userName.describe('Name of the group.'),
        gid: z.number().int().min(1).max(60000).describe('Its number.'),
      }),
    )
    .optional()
    .describe('Groups with fixed numbers. Default: none.'),
  users: z.array(user).optional().describe('System users with fixed numbers. Default: none.'),
  directories: z
    .array(
      z.strictObject({
        path: w.path.describe('Its path. Below /run it is made at every boot.'),
        ...accessRights,
      }),
    )
    .optional()
    .describe('Directories. Default: none.'),
  links: z
    .array(
      z.strictObject({
        path: w.path.describe('Where the link stands.'),
        target: w.linkTarget.describe('Where it leads.'),
      }),
    )
    .optional()
    .describe('Symbolic links; what stands at their path is replaced. Default: none.'),
  files: z
    .array(
      z.strictObject({
        path: w.path.describe('Its path.'),
        contents: w.text.describe('Its text.'),
        ...accessRights,
      }),
    )
    .optional()
    .describe(
      'Files. Not for secrets: their contents are public in everything that is built. Default: none.',
    ),
  units: z
    .array(unit)
    .optional()
    .describe('systemd units of your own, and changes to the system’s. Default: none.'),
  sshAuthorizedKeys: z
    .array(
      z.union([
        w.publicKey,
        z.strictObject({
          user: w.userName.describe('An account that exists on the image or under host.users.'),
          keys: z.array(w.publicKey).min(1).describe('Its keys.'),
        }),
      ]),
    )
    .optional()
    .describe(
      'Public SSH keys: a key alone is for the image’s default user, a mapping names another account. Default: none.',
    ),
  timeServers: z
    .array(w.host)
    .optional()
    .describe(
      'NTP servers for the system’s time service. First boot waits for a synchronised clock. Default: the image’s own, and no wait.',
    ),
  timeTimeout: w.duration
    .optional()
    .describe('How long first boot waits for that at most, rounded up to seconds. Default: 60s.'),
  proxy: z
    .strictObject({
      httpProxy: w.url.optional().describe('HTTP_PROXY. Default: none.'),
      httpsProxy: w.url.optional().describe('HTTPS_PROXY. Default: none.'),
      noProxy: z
        .array(w.noProxy)
        .optional()
        .describe(
          'NO_PROXY; localhost, the networks of nodes, pods and services, .svc, the cluster’s domain and the endpoint’s host are added. Default: those alone.',
        ),
    })
    .optional()
    .describe(
      'Proxy variables for the container runtime, the kubelet and the first-boot installer. Default: none.',
    ),
  trustedCAs: z
    .array(
      z.strictObject({
        name: w.dnsLabel.describe('Name of its file.'),
        certificate: w.text.describe('One PEM certificate.'),
      }),
    )
    .optional()
    .describe('Authorities that the whole machine trusts, added to the system’s store. Default: none.'),
});
