#!/bin/sh
# networkd.sh FOLDER: runs the real systemd-networkd with the files in FOLDER, in network and mount namespaces of its own, on two
# cards (eth0 with a fixed address, eth1), and prints the addresses and routes that it sets. For `unshare --net --mount`.
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/network
install -d -o systemd-network -g systemd-network /run/systemd/netif
cp "$1"/* /run/systemd/network/
# Where /sys cannot be written networkd does not wait for udev, which does not run here.
mount -t sysfs -o ro sysfs /sys
ip link add eth0 address 52:54:00:00:01:11 type veth peer name peer0
ip link add eth1 type veth peer name peer1
ip link set peer0 up
ip link set peer1 up
timeout 3 /lib/systemd/systemd-networkd >&2 || test $? = 124
ip -o address
ip route
ip -6 route
ip -o link
