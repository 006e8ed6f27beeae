#!/bin/sh
# Sets this machine up from the files beside this script: sh install.sh. Nothing is touched before all of them have been
# checked. They stay where they are until it has ended well; after that they may go.
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
cd "$(dirname "$0")" || exit 3
faults=

fault() {
  printf 'FAILED bundle: %s\n' "$1" >&2
  faults=yes
}

# Compared here and not by sha256sum -c, which goes on past a line that it cannot read.
check() {
  [ -f "$1" ] || fault "$1 is missing here; unpack the whole archive again"
  [ -f "$1" ] || return
  while IFS=' ' read -r digest name || [ -n "$digest" ]; do
    if [ -f "$name" ]; then
      found=$("$2" <"$name")
      [ "${found%% *}" = "$digest" ] || fault "$name is damaged; copy the archive again"
    elif [ "${name#artifacts/}" != "$name" ] && [ -s base ]; then
      fault "$name is missing; unpack $(cat base) into $PWD as well"
    else
      fault "$name is missing; unpack the whole archive again"
    fi
  done <"$1"
}

check SHA256SUMS sha256sum
check SHA512SUMS sha512sum
[ "$(tail -n 1 SHA256SUMS)" = "$(sha256sum <rootfs.tar.gz | cut -d ' ' -f 1)  rootfs.tar.gz" ] || fault 'SHA256SUMS is damaged; copy the archive again'
[ -z "$faults" ] || exit 3
[ "$(id -u)" = 0 ] || fault 'only root can set a machine up'
[ -z "$faults" ] || exit 3

if ! tar --numeric-owner --keep-directory-symlink -xpzf rootfs.tar.gz -C /; then
  fault 'rootfs.tar.gz cannot be unpacked onto /; see whether the disk is full'
  exit 3
fi
mkdir -p /run/nodeseed
rm -f /run/nodeseed/artifacts
ln -s "$PWD/artifacts" /run/nodeseed/artifacts
if ! [ -d /run/systemd/system ]; then
  exec /bin/sh /etc/nodeseed/install.sh
fi
[ ! -f /etc/hostname ] || cat /etc/hostname >/proc/sys/kernel/hostname
systemctl daemon-reload
systemctl restart nodeseed-install.service
status=$?
journalctl --unit=nodeseed-install.service --output=cat --no-pager --lines=60
exit $status
