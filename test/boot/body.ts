/**
 * Everything that a machine under test has and a real one has not, in one place: what a container cannot do, and how its end is
 * seen. It lies below the machine as a layer of its own; what `build` wrote is booted as it is.
 */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Way } from './way.ts';

export interface Setting {
  readonly why: string;
  readonly path: string;
  readonly text?: string;
  readonly link?: string;
  readonly mode?: number;
}

/** Where the harness and the collector inside a machine meet. */
export const meetingPoint = '/nodeseed-test';

/** Parameters outside of the network's, which a container may read only: files of the same name lie over them. */
export const standInParameters = ['fs.inotify.max_user_instances'];

/** Units that see that they are in a container and do nothing there. */
export const notInContainers = ['systemd-timesyncd.service', 'systemd-time-wait-sync.service'];

export const units = '/usr/lib/systemd/system';
const wanted = `${units}/multi-user.target.wants`;

/** Swap as an installer of the system's leaves it. */
export const swapLine = '/swap.img\tnone\tswap\tsw\t0\t0\n';

const settings: readonly Setting[] = [
  {
    why: 'the seed folder and nothing else; the account of the cloud image that the profile names; one quick host key',
    path: '/etc/cloud/cloud.cfg.d/99-boot-test.cfg',
    text: [
      'datasource_list: [NoCloud, None]',
      'locale: C.UTF-8',
      'ssh_genkeytypes: [ed25519]',
      'system_info: {default_user: {name: ubuntu, gecos: Ubuntu, shell: /bin/bash, groups: [sudo]}}',
      '',
    ].join('\n'),
  },
  {
    why: 'a container loads no modules: all are taken for granted',
    path: '/usr/local/sbin/modprobe',
    text: '#!/bin/sh\nexit 0\n',
    mode: 0o755,
  },
  {
    why: 'a swap line to be taken out; systemd ignores it in a container',
    path: '/etc/fstab',
    text: swapLine,
  },
  {
    why: 'networkd as on both systems; found in the vendor’s folder, so that no preset touches it',
    path: `${wanted}/systemd-networkd.service`,
    link: '../systemd-networkd.service',
  },
  {
    why: 'the network counts as up when it is configured, as on both systems',
    path: `${units}/network-online.target.wants/systemd-networkd-wait-online.service`,
    link: '../systemd-networkd-wait-online.service',
  },
  ...['eth0', 'cloud-init-eth0'].map((name) => ({
    why: 'no router advertises itself in a test’s network; waiting for one takes 12 seconds',
    path: `/etc/systemd/network/10-${name}.network.d/no-routers.conf`,
    text: '[Network]\nIPv6AcceptRA=no\n',
  })),
  {
    why: 'asks questions on the console at a first boot',
    path: '/etc/systemd/system/systemd-firstboot.service',
    link: '/dev/null',
  },
  {
    why: 'stand-ins for kernel parameters',
    path: `${units}/nodeseed-test-parameters.service`,
    text: [
      '[Unit]',
      'DefaultDependencies=no',
      'Before=sysinit.target systemd-sysctl.service',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      ...standInParameters.map(
        (key) =>
          `ExecStart=/bin/mount --bind ${meetingPoint}/parameters/${key} /proc/sys/${key.replaceAll('.', '/')}`,
      ),
      '',
    ].join('\n'),
  },
  {
    why: 'before any service',
    path: `${units}/sysinit.target.wants/nodeseed-test-parameters.service`,
    link: '../nodeseed-test-parameters.service',
  },
  ...standInParameters.map((key) => ({
    why: 'the value before anybody has set it',
    path: `${meetingPoint}/parameters/${key}`,
    text: '128\n',
  })),
  {
    why: 'what is seen of a machine from inside',
    path: `${meetingPoint}/collect.sh`,
    text: readFileSync(new URL('inside/collect.sh', import.meta.url), 'utf8'),
  },
  {
    why: 'runs beside the boot, no part of it, until nothing is left to start',
    path: `${units}/nodeseed-test-collect.service`,
    text: `[Service]\nType=simple\nExecStart=/bin/sh ${meetingPoint}/collect.sh\n`,
  },
  {
    why: 'at every boot',
    path: `${wanted}/nodeseed-test-collect.service`,
    link: '../nodeseed-test-collect.service',
  },
];

/** A Flatcar enables nothing that is not asked for; a Debian enables everything that it finds at a first boot. */
const ofFlatcar: readonly Setting[] = [
  { why: 'as on a Flatcar', path: '/usr/lib/systemd/system-preset/99-default.preset', text: 'disable *\n' },
  {
    why: 'a Flatcar’s takes in what lies in /etc/ssl/certs, where Debian’s looks at none of it',
    path: '/usr/local/sbin/update-ca-certificates',
    text: '#!/bin/sh\nexec openssl rehash /etc/ssl/certs\n',
    mode: 0o755,
  },
  { why: 'Ignition instead', path: '/etc/cloud/cloud-init.disabled', text: '' },
];

/** Writes the settings as a layer of a machine's root; `more` are those of a kind of test. */
export function layBody(folder: string, way: Way, more: readonly Setting[] = []): void {
  const all = [...settings, ...(way === 'ignition' ? ofFlatcar : []), ...more];
  for (const { path, text, link, mode = 0o644 } of all) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    if (link !== undefined) symlinkSync(link, place);
    if (text === undefined) continue;
    writeFileSync(place, text);
    chmodSync(place, mode);
  }
}
