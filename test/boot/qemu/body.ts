/** What lies on the disks of virtual machines beside a Debian's own: a cloud image's ways. */
import type { Setting } from '../../../src/boot/body.ts';

const units = '/usr/lib/systemd/system';

/** Of every machine. */
export const asSystemOfVm: readonly Setting[] = [
  {
    why: 'swap that is really on, on the second disk',
    path: '/etc/fstab',
    text: '/dev/vdb\tnone\tswap\tsw\t0\t0\n',
  },
  {
    why: 'networkd, and when the network counts as up, as on the systems themselves',
    path: `${units}/multi-user.target.wants/systemd-networkd.service`,
    link: '../systemd-networkd.service',
  },
  {
    why: 'the same',
    path: `${units}/network-online.target.wants/systemd-networkd-wait-online.service`,
    link: '../systemd-networkd-wait-online.service',
  },
  {
    why: 'asks questions on the console at a first boot',
    path: '/etc/systemd/system/systemd-firstboot.service',
    link: '/dev/null',
  },
  {
    why: 'one seed, the account of the cloud image that the profile names, one quick host key',
    path: '/etc/cloud/cloud.cfg.d/99-nodeseed-test.cfg',
    text: [
      'datasource_list: [NoCloud, None]',
      'locale: C.UTF-8',
      'ssh_genkeytypes: [ed25519]',
      'system_info: {default_user: {name: ubuntu, gecos: ubuntu, shell: /bin/bash, groups: [sudo]}}',
      '',
    ].join('\n'),
  },
];

/** Of one that boots by Ignition. */
export const ofIgnition: readonly Setting[] = [
  { why: 'as on a Flatcar', path: '/usr/lib/systemd/system-preset/99-default.preset', text: 'disable *\n' },
  {
    why: 'a Flatcar’s takes in what lies in /etc/ssl/certs, where Debian’s looks at none of it',
    path: '/usr/local/sbin/update-ca-certificates',
    text: '#!/bin/sh\nexec openssl rehash /etc/ssl/certs\n',
    mode: 0o755,
  },
  { why: 'Ignition instead', path: '/etc/cloud/cloud-init.disabled', text: '' },
  { why: 'a machine that has never been booted', path: '/etc/machine-id', text: 'uninitialized\n' },
  { why: 'Debian’s Ignition asks for it', path: '/etc/selinux/config', text: 'SELINUXTYPE=none\n' },
];
