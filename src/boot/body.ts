/**
 * Everything that a machine under test has and a real one has not, in one place: what a container cannot do, and how its end is
 * seen. It lies below the machine as a layer of its own; what `build` wrote is booted as it is.
 */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NodeMachine } from '../build.ts';

export interface Setting {
  readonly why: string;
  readonly path: string;
  readonly text?: string;
  readonly link?: string;
  readonly mode?: number;
}

/** Where the harness and the collector inside a machine meet. */
export const meetingPoint = '/nodeseed-test';

const units = '/usr/lib/systemd/system';
const wanted = `${units}/multi-user.target.wants`;

/** As a file below /proc/sys. */
export function sysctlFile(key: string): string {
  return `/proc/sys/${key.replaceAll('.', '/')}`;
}

/** Outside of the network's, a container may read kernel parameters only: files of the same name lie over them. */
function standInParameters({ machine }: NodeMachine): string[] {
  return Object.keys(machine.sysctls).filter((key) => !key.startsWith('net.'));
}

/** What is seen of a machine from inside, in a container or not. */
export const collector: readonly Setting[] = [
  {
    why: 'what is seen of a machine from inside',
    path: `${meetingPoint}/collect.sh`,
    // From dist as well as from src.
    text: readFileSync(new URL('../../src/boot/inside/collect.sh', import.meta.url), 'utf8'),
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

/** What no container can do. */
export function inContainer(planned: NodeMachine): Setting[] {
  const parameters = standInParameters(planned);
  return [
    {
      why: 'a container loads no modules: all are taken for granted',
      path: '/usr/local/sbin/modprobe',
      text: '#!/bin/sh\nexit 0\n',
      mode: 0o755,
    },
    {
      why: 'the clock is the host’s, and systemd-timesyncd does nothing in a container',
      path: '/usr/lib/tmpfiles.d/nodeseed-test.conf',
      text: 'f /run/systemd/timesync/synchronized\n',
    },
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
        `ExecStart=/bin/mount --bind ${meetingPoint}/swaps /proc/swaps`,
        ...parameters.map(
          (key) => `ExecStart=/bin/mount --bind ${meetingPoint}/parameters/${key} ${sysctlFile(key)}`,
        ),
        '',
      ].join('\n'),
    },
    {
      why: 'before any service',
      path: `${units}/sysinit.target.wants/nodeseed-test-parameters.service`,
      link: '../nodeseed-test-parameters.service',
    },
    {
      why: 'what the host swaps to is not for the machine to turn off',
      path: `${meetingPoint}/swaps`,
      text: 'Filename\tType\tSize\tUsed\tPriority\n',
    },
    ...parameters.map((key) => ({
      why: 'a value that nobody means, before anybody has set it',
      path: `${meetingPoint}/parameters/${key}`,
      text: '0\n',
    })),
  ];
}

/** No datasource but the seed, or Ignition instead. */
export function seedOnly({ node }: NodeMachine): Setting[] {
  if (node.system.boots === 'ignition')
    return [{ why: 'Ignition instead', path: '/etc/cloud/cloud-init.disabled', text: '' }];
  return [
    {
      why: 'the seed folder and nothing else',
      path: '/etc/cloud/cloud.cfg.d/98-nodeseed-test.cfg',
      text: 'datasource_list: [NoCloud, None]\n',
    },
  ];
}

/** What makes of a bare Debian the image of the system that the profile names, as far as its first boot can tell. */
export function asSystem({ node, machine }: NodeMachine): Setting[] {
  const cards = machine.network.interfaces;
  return [
    {
      why: 'networkd as on the systems themselves; found in the vendor’s folder, so that no preset touches it',
      path: `${wanted}/systemd-networkd.service`,
      link: '../systemd-networkd.service',
    },
    ...(cards.length > 0 && cards.every(({ addresses }) => addresses.length > 0)
      ? [
          {
            why: 'the network counts as up when it is configured, as on the systems themselves',
            path: `${units}/network-online.target.wants/systemd-networkd-wait-online.service`,
            link: '../systemd-networkd-wait-online.service',
          },
        ]
      : []),
    ...cards
      .flatMap(({ name }) => [name, `cloud-init-${name}`])
      .map((name) => ({
        why: 'no router advertises itself in a test’s network; waiting for one takes 12 seconds',
        path: `/etc/systemd/network/10-${name}.network.d/no-routers.conf`,
        text: '[Network]\nIPv6AcceptRA=no\n',
      })),
    ...(node.system.boots === 'ignition' ? ofFlatcar : ofCloudImage(node.system.defaultUser)),
  ];
}

function ofCloudImage(user: string): Setting[] {
  const account = `{name: ${user}, gecos: ${user}, shell: /bin/bash, groups: [sudo]}`;
  return [
    {
      why: 'the account of the cloud image that the profile names; one quick host key',
      path: '/etc/cloud/cloud.cfg.d/99-nodeseed-test.cfg',
      text: [
        'locale: C.UTF-8',
        'ssh_genkeytypes: [ed25519]',
        `system_info: {default_user: ${account}}`,
        '',
      ].join('\n'),
    },
  ];
}

/** A Flatcar enables nothing that is not asked for; a Debian enables everything that it finds at a first boot. */
const ofFlatcar: readonly Setting[] = [
  { why: 'as on a Flatcar', path: '/usr/lib/systemd/system-preset/99-default.preset', text: 'disable *\n' },
  {
    why: 'a Flatcar’s takes in what lies in /etc/ssl/certs, where Debian’s looks at none of it',
    path: '/usr/local/sbin/update-ca-certificates',
    text: '#!/bin/sh\nexec openssl rehash /etc/ssl/certs\n',
    mode: 0o755,
  },
];

/** The pauses between rounds of retries are minutes: not where nobody is there who could answer later. */
export const impatient: Setting = {
  why: 'nobody answers later who does not now',
  path: '/usr/local/sbin/sleep',
  text: '#!/bin/sh\n',
  mode: 0o755,
};

/** Writes the settings as a layer of a machine's root. */
export function layBody(folder: string, settings: readonly Setting[]): void {
  for (const { path, text, link, mode = 0o644 } of settings) {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    if (link !== undefined) symlinkSync(link, place);
    if (text === undefined) continue;
    writeFileSync(place, text);
    chmodSync(place, mode);
  }
}
