/** What a system changes on its disk by itself, whatever its bundle says. */
import { meetingPoint } from './body.ts';

export interface Explanation {
  readonly why: string;
  readonly paths: readonly RegExp[];
}

/** A pattern for that path and no other. */
export function exactly(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&')}$`);
}

export const habits: readonly Explanation[] = [
  { why: 'the harness', paths: [new RegExp(`^${meetingPoint}(/|$)`), /^\/etc\/selinux$/] },
  {
    why: 'systemd, at any boot',
    paths: [
      /^\/etc\/machine-id$/,
      /^\/var\/lib\/dbus(\/machine-id)?$/,
      /^\/var\/log\/journal\//,
      /^\/var\/log\/(wtmp|wtmp\.db|lastlog|btmp)$/,
      /^\/var\/lib\/wtmpdb(\/wtmp\.db)?$/,
      /^\/var\/lib\/systemd\/(linger|ephemeral-trees|random-seed|timers(\/stamp-[\w-]+\.timer)?|timesync(\/clock)?|network)$/,
    ],
  },
  {
    why: 'systemd-update-done and what it stands for, at the first boot of an image',
    paths: [
      /^\/(etc|var)\/\.updated$/,
      /^\/etc\/(ld\.so\.cache|udev\/hwdb\.bin)$/,
      /^\/var\/cache\/ldconfig(\/aux-cache)?$/,
      /^\/var\/lib\/systemd\/catalog\/database$/,
    ],
  },
  {
    why: 'accounts were added; how is compared line by line',
    paths: [/^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/, /^\/etc\/\.pwd\.lock$/],
  },
  {
    why: 'cloud-init: its own state, names and keys of the machine, the image’s account; the network is asked of the kernel',
    paths: [
      /^\/var\/lib\/cloud(\/|$)/,
      /^\/var\/log\/cloud-init(-output)?\.log$/,
      // What its module for grub tells debconf.
      /^\/var\/cache\/debconf\//,
      /^\/etc\/(hostname|hosts|locale\.conf|default\/locale)$/,
      /^\/etc\/ssh\/ssh_host_(rsa|ecdsa|ed25519)_key(\.pub)?$/,
      /^\/etc\/sudoers(\.d(\/90-cloud-init-users)?)?$/,
      /^\/etc\/systemd\/network\/10-cloud-init-[\w.-]+\.(network|link)$/,
      /^\/root\/\.ssh(\/authorized_keys)?$/,
    ],
  },
  {
    why: 'Ignition: its record, its preset, keys of the accounts that people log in with',
    paths: [
      /^\/etc\/\.ignition-result\.json$/,
      /^\/etc\/systemd\/system-preset(\/20-ignition\.preset)?$/,
      /^\/root\/\.ssh(\/authorized_keys\.d(\/ignition)?)?$/,
    ],
  },
  {
    why: 'systemd’s own presets, at the first boot of a machine without an id',
    paths: [
      /^\/etc\/systemd\/system\/(ctrl-alt-del\.target|dbus-org\.freedesktop\.network1\.service)$/,
      /^\/etc\/systemd\/system\/[\w-]+\.target\.wants(\/(remote-cryptsetup\.target|systemd-network[\w-]*\.(service|socket)))?$/,
    ],
  },
  {
    why: 'the installer’s own tools: swap, the trust store, and its state; that of apply',
    paths: [
      /^\/etc\/fstab$/,
      /^\/etc\/ssl\/certs\/(ca-certificates\.crt|[0-9a-f]{8}\.\d)$/,
      /^\/var\/lib\/nodeseed\/(lock|trust)$/,
      /^\/var\/lib\/nodeseed\/apply(\/|$)/,
    ],
  },
];

/** What apt and dpkg keep of a package that is gone. */
export const packagesChanged: readonly RegExp[] = [
  /^\/(etc|var\/lib\/dpkg)\/alternatives\//,
  /^\/var\/(cache|lib)\/apt\//,
  /^\/var\/lib\/dpkg\/(lock(-frontend)?|status(-old)?|triggers\/Lock)$/,
  /^\/var\/cache\/debconf\//,
  /^\/var\/log\/(apt(\/.*)?|dpkg\.log|alternatives\.log)$/,
];
