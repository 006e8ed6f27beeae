/** What lies on the disks of virtual machines beside a Debian's own: a cloud image's ways. */
import { meetingPoint, type Setting } from '../../../src/boot/body.ts';
import type { Suite } from '../../../src/boot/image.ts';

const units = '/usr/lib/systemd/system';

/** The account that the cloud's image has in the systems that are booted in that suite's place. */
const accounts: Readonly<Record<Suite, string>> = { bookworm: 'ubuntu', trixie: 'debian' };

/** The harness's own, before the machine's first boot. */
export const fstab = '/dev/vdb\tnone\tswap\tsw\t0\t0\n';

/** Of every machine. */
export const asSystemOfVm = (suite: Suite): readonly Setting[] => [
  {
    why: 'swap that is really on, on the second disk',
    path: '/etc/fstab',
    text: fstab,
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
    why: 'cloud-init starts it anew, as a cloud’s image has it; here nobody answers for names, and asking takes its time',
    path: `${units}/systemd-resolved.service`,
    // Like the real one it waits for nothing that waits for cloud-init.
    text: '[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n',
  },
  {
    why: 'what it writes for kubelets to read',
    path: '/usr/lib/tmpfiles.d/nodeseed-test.conf',
    text: 'f /run/systemd/resolve/resolv.conf\n',
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
      `system_info: {default_user: {name: ${accounts[suite]}, gecos: ${accounts[suite]}, shell: /bin/bash, groups: [sudo]}}`,
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
  {
    why: 'the network that the kernel’s arguments speak of is the initramfs’s alone',
    path: '/etc/systemd/system/systemd-network-generator.service',
    link: '/dev/null',
  },
  { why: 'Ignition instead', path: '/etc/cloud/cloud-init.disabled', text: '' },
  { why: 'a machine that has never been booted', path: '/etc/machine-id', text: 'uninitialized\n' },
  { why: 'Debian’s Ignition asks for it', path: '/etc/selinux/config', text: 'SELINUXTYPE=none\n' },
];

/** Where a machine leaves what its script has said. */
export const said = `${meetingPoint}/said`;

/** A script that is run on the machine beside its boot, which counts as over only when the script is. It waits itself for what it needs. */
export const asking = (script: string): readonly Setting[] => [
  { why: 'what is asked of the machine while it runs', path: `${meetingPoint}/ask.sh`, text: script },
  {
    why: 'no part of the boot: nothing waits for it but the collector',
    path: `${units}/nodeseed-test-ask.service`,
    text: [
      '[Unit]',
      'DefaultDependencies=no',
      'After=basic.target',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      'TimeoutStartSec=20min',
      `ExecStart=/bin/sh -c "/bin/sh ${meetingPoint}/ask.sh >${said} 2>&1"`,
      '',
    ].join('\n'),
  },
  {
    why: 'at every boot',
    path: `${units}/multi-user.target.wants/nodeseed-test-ask.service`,
    link: '../nodeseed-test-ask.service',
  },
];
