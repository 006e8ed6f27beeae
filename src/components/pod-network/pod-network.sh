#!/bin/sh
# Pods of one node talk to pods of the others under their own addresses, and to everybody else under the node's:
# pod-network.sh [TABLE]. It may run at any time and any number of times. POSIX sh: dash, busybox and bash run it alike.
#
# The table has one record a line, words parted by single spaces:
#   masquerade FAMILY NETWORK PODS   what comes from NETWORK (this node's pods) and is not for PODS gets the node's address
#   route FAMILY NETWORK ADDRESS     the way to another node's pods, on machines whose network is not configured by us
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

table=${1:-/etc/nodeseed/pod-network.table}
chain=NODESEED-PODS
failed=0

fail() {
  printf 'FAILED %s\n' "$*"
  failed=1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Kernels before 4.18 cannot do with address translation by both, so what is there already comes first.
masquerade() {
  case $1 in
    4) iptables=iptables multicast=224.0.0.0/4 family=ip ;;
    *) iptables=ip6tables multicast=ff00::/8 family=ip6 ;;
  esac
  if has "$iptables"; then
    with_iptables "$2" "$3"
  elif has nft; then
    with_nft "$2" "$3"
  else
    printf 'there is neither %s nor nft\n' "$iptables"
    return 1
  fi
}

with_iptables() {
  in_nat -N "$chain" 2>/dev/null || in_nat -F "$chain" || return 1
  in_nat -A "$chain" -d "$2" -j RETURN || return 1
  in_nat -A "$chain" -d "$multicast" -j RETURN || return 1
  in_nat -A "$chain" -s "$1" -j MASQUERADE || return 1
  in_nat -C POSTROUTING -j "$chain" 2>/dev/null || in_nat -A POSTROUTING -j "$chain"
}

in_nat() { "$iptables" -w -t nat "$@"; }

# One transaction: there is no moment without the rule.
with_nft() {
  nft -f - <<END
add table $family nodeseed_pods
delete table $family nodeseed_pods
table $family nodeseed_pods {
  chain postrouting {
    type nat hook postrouting priority 100; policy accept;
    $family saddr $1 $family daddr != $2 $family daddr != $multicast masquerade
  }
}
END
}

while IFS=' ' read -r word family network other <&3; do
  case $word in
    masquerade) masquerade "$family" "$network" "$other" || fail "$network cannot be hidden from what is not in $other" ;;
    route) ip "-$family" route replace "$network" via "$other" || fail "no route to $network by $other" ;;
  esac
done 3<"$table"
exit "$failed"
