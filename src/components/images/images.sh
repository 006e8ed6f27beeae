#!/bin/sh
# Images that came with this machine into containerd, before the kubelet asks for them: images.sh [TABLE]. It may run at any
# time and any number of times; what containerd has already is left alone. POSIX sh: dash, busybox and bash run it alike.
#
# The table has one record a line: a verb and fields, parted by single spaces. In a field every unusual byte is `\0ooo`.
#   ctr PROGRAM, address SOCKET   how containerd is asked
#   image NAME DIGEST FILE        an image, and the OCI or docker archive that has it
#   digest PINNED NAME            the name by which pods ask that want this digest, after the image
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
umask 022

table=${1:-/etc/nodeseed/images.table}
receipts=/var/lib/nodeseed/imported
failed=0
imported=

fail() {
  printf 'FAILED %s\n' "$*"
  failed=1
}

field() { printf '%b' "$1"; }

# Kubernetes' images are in a namespace of their own.
ask() { "$ctr" --address "$address" --namespace k8s.io "$@" 3<&-; }

# Digest of what containerd has under a name; nothing where it has none.
digest_of() { ask images ls "name==$1" 2>/dev/null | while read -r name _ digest _; do [ "$name" != "$1" ] || printf '%s' "$digest"; done; }

# Systemd has started it; it may still be reading its state.
wait_for_containerd() {
  attempt=0
  until ask version >/dev/null 2>&1; do
    attempt=$((attempt + 1))
    if [ "$attempt" -ge 60 ]; then
      fail "containerd: no answer at $address: $(ask version 2>&1 | tail -n 1)"
      return 1
    fi
    sleep 1
  done
}

# A receipt tells which archive the image came from and what containerd made of it.
receipt_of() {
  sum=$(printf '%s' "$1" | sha256sum) && printf '%s/%s' "$receipts" "${sum%% *}"
}

holds() {
  now=$(digest_of "$1")
  [ -n "$now" ] && [ -f "$3" ] && [ "$(cat "$3")" = "$2 $now $1" ]
}

# image NAME DIGEST FILE
image() {
  receipt=$(receipt_of "$1")
  if holds "$1" "$2" "$receipt"; then
    printf 'image %s: in place\n' "$1"
    return
  fi
  case " $imported " in
    *" $3 "*) ;;
    *)
      # Unpacked when the first container of it is made (containerd, WithNewSnapshot of the CRI plugin's opts), by whichever
      # snapshotter that takes: ctr of containerd 2 unpacks for those alone that its transfer plugin is configured for.
      if ! said=$(ask images import --no-unpack "$3" 2>&1); then
        fail "image $1: $3 cannot be imported: $(printf '%s' "$said" | tail -n 1)"
        return
      fi
      imported="$imported $3"
      ;;
  esac
  now=$(digest_of "$1")
  if [ -z "$now" ]; then
    fail "image $1: $3 has no image of that name; it has $(ask images ls -q | tr '\n' ' ')"
    return
  fi
  pin "$1"
  printf '%s %s %s\n' "$2" "$now" "$1" >"$receipt.new" && mv -f "$receipt.new" "$receipt"
  printf 'image %s: imported\n' "$1"
}

# The kubelet removes images when the disk fills up, and these could not be had again. Before 1.7 nothing reads the label.
pin() { ask images label "$1" io.cri-containerd.pinned=pinned >/dev/null 2>&1; }

# digest PINNED NAME: pods that ask by digest find what the archive calls NAME, if it is that.
digest() {
  now=$(digest_of "$2")
  if [ -z "$now" ]; then
    return
  fi
  if [ "$now" != "${1##*@}" ]; then
    [ "$1" != "$2" ] || ask images rm "$1" >/dev/null 2>&1
    fail "image $1: $2 of its archive has the digest $now; docker save does not keep a registry's, skopeo copy --preserve-digests and ctr images export do"
  elif [ "$(digest_of "$1")" = "$now" ]; then
    printf 'image %s: in place\n' "$1"
  elif said=$(ask images tag "$2" "$1" 2>&1); then
    pin "$1"
    printf 'image %s: named\n' "$1"
  else
    fail "image $1: containerd does not take the name: $(printf '%s' "$said" | tail -n 1)"
  fi
}

mkdir -p "$receipts"
while IFS=' ' read -r verb one two three <&3; do
  case $verb in
    ctr) ctr=$(field "$one") ;;
    address)
      address=$(field "$one")
      wait_for_containerd || exit 1
      ;;
    image) image "$(field "$one")" "$two" "$(field "$three")" ;;
    digest) digest "$(field "$one")" "$(field "$two")" ;;
  esac
done 3<"$table"
exit "$failed"
