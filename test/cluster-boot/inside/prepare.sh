#!/bin/sh
# Runs first in a machine of a cluster: what a container has read only and a machine has not.
set -eu
mount -o remount,bind,rw /sys/fs/cgroup
for controller in /sys/fs/cgroup/*; do
  if mountpoint -q "$controller"; then mount -o remount,bind,rw "$controller"; fi
done
mount --bind /proc/sys/net /proc/sys/net
mount -o remount,bind,rw /proc/sys/net
mount --make-rshared /
