/** A Debian root to boot from, made once per suite and list of packages and kept between runs. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './command.ts';

export type Suite = 'bookworm' | 'trixie';

/** What a cloud's image has. */
const cloudPackages = [
  'systemd-sysv systemd-timesyncd dbus udev kmod iproute2 netbase procps',
  'ca-certificates curl cloud-init openssh-server iptables',
].flatMap((line) => line.split(' '));

/** Steps on the root once it is made: traces of the host it was made on, and an archive that no machine can reach. */
const afterwards = [
  'rm -f "$1"/etc/hostname "$1"/etc/resolv.conf "$1"/etc/apt/sources.list "$1"/etc/apt/sources.list.d/*',
  'rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin "$1"/var/log/*.log "$1"/var/log/apt "$1"/var/lib/dbus/machine-id',
  ': >"$1"/etc/machine-id',
];

const sources: Readonly<Record<Suite, readonly string[]>> = {
  bookworm: [
    'deb http://deb.debian.org/debian bookworm main',
    'deb http://deb.debian.org/debian-security bookworm-security main',
  ],
  trixie: ['deb http://deb.debian.org/debian trixie main'],
};

export interface ImagePlan {
  readonly suite: Suite;
  /** Beside those of a cloud's image: a machine under test reaches no archive, so what it installs is there already. */
  readonly packages: readonly string[];
}

/** The folder with the root; nothing may be written there. Takes about 40 seconds where it does not exist yet. */
export function image(images: string, { suite, packages }: ImagePlan): string {
  const all = [...new Set([...cloudPackages, ...packages])].sort();
  const key = createHash('sha256').update(JSON.stringify([suite, all, sources[suite], afterwards]));
  const place = join(images, `${suite}-${key.digest('hex').slice(0, 16)}`);
  if (!existsSync(place)) makeImage(suite, all, place);
  return place;
}

/** Two runs at once make it once; a run that was killed leaves a folder that nobody takes for an image. */
const makeOnce = `
set -eu
place=$1; shift
[ ! -d "$place" ] || exit 0
rm -rf "$place.new"
"$@"
mv "$place.new" "$place"
`;

function makeImage(suite: Suite, packages: readonly string[], place: string): void {
  mkdirSync(join(place, '..'), { recursive: true });
  const arguments_ = [
    '--quiet',
    '--variant=minbase',
    '--skip=check/qemu',
    '--aptopt=APT::Install-Recommends "false"',
    // Snapshots and mirrors of CI machines may be older than an index allows.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    ...['doc', 'man', 'info', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
    ...afterwards.map((step) => `--customize-hook=${step}`),
    `--include=${packages.join(',')}`,
    suite,
    `${place}.new`,
    ...sources[suite],
  ];
  must('flock', [`${place}.lock`, 'sh', '-c', makeOnce, 'sh', place, 'mmdebstrap', ...arguments_]);
}
