#!/bin/sh
# Runs first in a machine of a cluster: what a container has read only and a machine has not. prepare.sh FOLDER: a file for each
# parameter of the kernel that is the host's alone; it lies over that one with its value from before anybody has set it.
set -eu
mount -o remount,bind,rw /sys/fs/cgroup
for controller in /sys/fs/cgroup/*; do
  if mountpoint -q "$controller"; then mount -o remount,bind,rw "$controller"; fi
done
mount --bind /proc/sys/net /proc/sys/net
mount -o remount,bind,rw /proc/sys/net
cd "$1"
for file in *; do
  mount --bind "$file" "/proc/sys/$(printf '%s' "$file" | tr . /)"
done
mount --make-rshared /
