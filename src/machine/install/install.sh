#!/bin/sh
# Brings this machine to what its table says: install.sh [TABLE]. It may run at any time and any number of times; what already
# holds is left alone. POSIX sh: dash, busybox and bash run it alike. Every step and every failure is one line in the journal.
#
# The table has one record a line: a verb and fields, parted by single spaces. In a field every unusual byte is `\0ooo`,
# and `-` is the empty field. What a verb means stands at the function that is called with its fields.
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
umask 022

table=${1:-/etc/nodeseed/install.table}
state=/var/lib/nodeseed
work=$state/work
# Folders with artifacts, each under the name of its digest: a link that a bundle's own script makes, and a volume.
brought=/run/nodeseed/artifacts
media=/run/nodeseed/media
again='systemctl restart nodeseed-install'

. table.sh

# ---- reporting -----------------------------------------------------------------------------------------------------------

# Counted in a file, because most of this script runs in subshells.
fail() {
  say "FAILED $*"
  echo >>"$work/failures"
}

has() { command -v "$1" >/dev/null 2>&1; }
# The lock (9) stays with this script: a child that outlives it must not keep the next run out.
quietly() { "$@" >"$work/output" 2>&1 </dev/null 9>&-; }

# ---- reading the table ---------------------------------------------------------------------------------------------------

# each VERB COMMAND...: calls the command for every record of the verb; false if one of the calls was. Every call has a
# subshell and so variables of its own.
each() (
  wanted=$1
  shift
  result=0
  while IFS=' ' read -r verb fields <&3; do
    [ "$verb" != "$wanted" ] || (with_fields "$fields" "$@") || result=1
  done 3<"$table"
  exit $result
)

# setting NAME VALUE: limits and intervals, in seconds but for `rounds`.
setting() { each setting print_if "$1"; }
print_if() { [ "$1" != "$2" ] || printf '%s' "$3"; }

# ---- helpers -------------------------------------------------------------------------------------------------------------

# retry COMMAND...: as many rounds as the table says, with growing pauses between them.
retry() {
  round=1
  interval=$pause
  until "$@"; do
    [ "$round" -lt "$rounds" ] || return 1
    round=$((round + 1))
    sleep "$interval"
    interval=$((interval * 2))
    [ "$interval" -le "$pause_limit" ] || interval=$pause_limit
  done
}

# What comes after a round that failed, for a message.
after_round() {
  if [ "$round" -lt "$rounds" ]; then printf 'trying again in %s s' "$interval"; else printf 'giving up'; fi
}

# Onto the disk. An old `sync` takes no name and flushes everything, which will do as well.
flush() { sync "$@" 2>/dev/null || sync; }

# digest_of ALGORITHM FILE. From standard input, because a file's name could change the form of the answer.
digest_of() {
  sum=$("$1sum" <"$2") && printf '%s' "${sum%% *}"
}

# One digest over the names and contents of files; a missing one counts too.
fingerprint() {
  for watched in "$@"; do
    if [ -f "$watched" ]; then
      printf '%s %s\n' "$(digest_of sha256 "$watched")" "$watched"
    else
      printf 'absent %s\n' "$watched"
    fi
  done >"$work/fingerprint"
  digest_of sha256 "$work/fingerprint"
}

# replace NEW OLD: NEW, complete and on the disk, takes OLD's place in one step.
replace() {
  flush "$1" && mv -f "$1" "$2" && flush "${2%/*}/"
}

remember() {
  printf '%s\n' "$2" >"$work/remembered" && replace "$work/remembered" "$1"
}

recalls() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

uptime_seconds() {
  read -r uptime _ </proc/uptime
  printf '%s' "${uptime%%.*}"
}

# ---- the clock -----------------------------------------------------------------------------------------------------------

synchronised() {
  [ -e /run/systemd/timesync/synchronized ] && return
  # Every version of it ends the line like this, whatever comes before.
  timedatectl 2>/dev/null | grep -q 'synchronized: yes$' && return
  has chronyc && quietly chronyc -n waitsync 1
}

# time-sync SECONDS UNIT: the longest wait for a synchronised clock, and the unit by which other programs wait for it.
time_sync() {
  if systemctl cat "$2" >/dev/null 2>&1; then
    quietly systemctl enable "$2" || fail "clock: $2 cannot be enabled: $(cause)"
  fi
  deadline=$(($(uptime_seconds) + $1))
  until synchronised; do
    if [ "$(uptime_seconds)" -ge "$deadline" ]; then
      say "clock: not synchronised within $1 s; going on with the machine's own"
      return
    fi
    sleep 1
  done
  say 'clock: synchronised'
  : >"$work/synchronised"
}

# time-daemon UNIT WATCHED...: settled before all others, since the wait above is for its work. A package may yet bring it.
time_daemon() {
  systemctl cat "$1" >/dev/null 2>&1 || return 0
  unit enabled "$@"
}

# clock EPOCH DATE: no certificate is valid before.
clock() {
  [ "$(date +%s)" -lt "$1" ] || return 0
  if [ -e "$work/synchronised" ]; then
    fail "clock: time servers say $(date -u '+%Y-%m-%d %H:%M:%S'), before the secrets' issue date $2 UTC; correct the servers or the date"
  elif quietly date -u -s "$2"; then
    say "clock: it was before the secrets' issue date; moved forward to $2 UTC"
  else
    fail "clock: before the secrets' issue date and cannot be set to $2 UTC: $(cause); set it, then $again"
  fi
}

# ---- trust, accounts, folders, owners ------------------------------------------------------------------------------------

# trust FILE...: authorities that the system's own store takes in.
trust() {
  now=$(fingerprint "$@")
  ! recalls "$state/trust" "$now" || return 0
  if has update-ca-trust; then
    set -- update-ca-trust extract
  elif has update-ca-certificates; then
    set -- update-ca-certificates
  elif [ -n "${packages_done:-}" ]; then
    fail 'trust store: neither update-ca-certificates nor update-ca-trust is here; add the package ca-certificates'
    return 1
  else
    return 0
  fi
  if quietly "$@"; then
    remember "$state/trust" "$now"
    say 'trust store: refreshed'
  else
    fail "trust store: $1: $(cause); see whether the added certificates are PEM, then $again"
  fi
}

# What sysusers could not do (an old one knows no shells and no separate group ids) is done by the tools it replaces.
accounts() {
  [ -f /etc/sysusers.d/nodeseed.conf ] || return 0
  quietly systemd-sysusers /etc/sysusers.d/nodeseed.conf
  each group group
  each user user
}

# group NAME GID
group() {
  entry=$(getent group "$1") || quietly groupadd -r -g "$2" "$1" || true
  entry=$(getent group "$1") || entry=
  IFS=: read -r _ _ gid _ <<EOT
$entry
EOT
  if [ -z "$entry" ]; then
    fail "group $1: not made: $(cause); see whether gid $2 is taken, then $again"
  elif [ "$gid" != "$2" ]; then
    fail "group $1: has gid $gid, not $2; change it here or in the profile, then $again"
  fi
}

# user NAME UID GROUP HOME SHELL DESCRIPTION
user() {
  getent passwd "$1" >/dev/null || quietly useradd -r -M -u "$2" -g "$3" -d "$4" -s "$5" -c "$6" "$1"
  if ! entry=$(getent passwd "$1"); then
    fail "user $1: not made: $(cause); see whether uid $2 is taken, then $again"
    return
  fi
  IFS=: read -r _ _ uid _ description home shell <<EOT
$entry
EOT
  if [ "$uid" != "$2" ]; then
    fail "user $1: has uid $uid, not $2; change it here or in the profile, then $again"
  elif [ "$home:$shell:$description:$(id -gn "$1")" != "$4:$5:$6:$3" ]; then
    quietly usermod -g "$3" -d "$4" -s "$5" -c "$6" "$1" || fail "user $1: cannot be changed: $(cause); then $again"
  fi
}

folders() {
  if [ -f /etc/tmpfiles.d/nodeseed.conf ]; then
    quietly systemd-tmpfiles --create /etc/tmpfiles.d/nodeseed.conf || fail "tmpfiles: $(cause); then $again"
  fi
  each directory directory
  each owner owner
}

# directory USER GROUP MODE PATH: a folder in another account's folder, which systemd-tmpfiles declines to make.
directory() {
  [ -d "$4" ] || quietly mkdir -p -- "$4"
  owner "$@"
}

# owner USER GROUP MODE PATH. A link is none of ours: whoever may write there could point it anywhere.
owner() {
  if [ -L "$4" ] || ! [ -e "$4" ]; then
    fail "$4: is missing or a link; put this machine's files in place again, then $again"
  else
    # In this order: a change of owner may clear permission bits.
    if quietly chown "$1:$2" "$4" && quietly chmod "$3" "$4"; then return; fi
    fail "$4: cannot be given to $1:$2 with mode $3: $(cause); then $again"
  fi
}

# ---- packages ------------------------------------------------------------------------------------------------------------

packages() {
  each install missing_package >"$work/install"
  each remove present_package >"$work/remove"
  change_packages remove "$work/remove"
  change_packages install "$work/install"
}

# install NAME, remove NAME: as the package manager writes them, apt's with `=VERSION` where one is meant.
missing_package() { package_present "$1" || printf '%s\n' "$1"; }
present_package() { ! package_present "$1" || printf '%s\n' "$1"; }

package_present() {
  if has apt-get; then
    found=$(dpkg-query -W -f "\${Status} \${Version}" "${1%%=*}" 2>/dev/null) || return 1
    case $1 in
      *=*) [ "$found" = "install ok installed ${1#*=}" ] ;;
      *) [ "${found% *}" = 'install ok installed' ] ;;
    esac
  else
    rpm -q -- "$1" >/dev/null 2>&1 || rpm -q --whatprovides -- "$1" >/dev/null 2>&1
  fi
}

# change_packages install|remove LIST
change_packages() {
  [ -s "$2" ] || return 0
  names=$(tr '\n' ' ' <"$2")
  hold_services
  if retry change_once "$1" "$2"; then
    say "packages: $1 $names"
  else
    fail "packages: $1 $names: $(cause); see whether the repositories can be reached and have them, then $again"
  fi
  release_services
}

change_once() {
  package_manager "$@" && return
  say "packages: $1: $(cause); $(after_round)"
  return 1
}

package_manager() {
  action=$1
  list=$2
  set --
  while IFS= read -r name; do set -- "$@" "$name"; done <"$list"
  if has apt-get; then
    finish_packages || return 1
    [ "$action" = remove ] || run_apt update || return 1
    run_apt "$action" --yes --no-install-recommends -- "$@"
  else
    manager=yum
    ! has dnf || manager=dnf
    # Offline, systemctl starts nothing: a package's script would wait for a unit that is ordered after this one.
    SYSTEMD_OFFLINE=1 quietly "$manager" --assumeyes --setopt=clean_requirements_on_remove=0 "$action" -- "$@" 9>&-
  fi
}

# Our configuration files are there before the packages they belong to: keep them.
run_apt() {
  DEBIAN_FRONTEND=noninteractive quietly apt-get --quiet -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" 9>&-
}

# While dpkg has such files of a change that was cut off, apt changes nothing (apt, debSystem::CheckUpdates).
finish_packages() {
  for update in /var/lib/dpkg/updates/[0-9]*; do
    [ -e "$update" ] || return 0
    DEBIAN_FRONTEND=noninteractive quietly dpkg --force-confdef --force-confold --configure --pending || return 1
    say 'packages: a change that was cut off is finished'
    return 0
  done
}

# A Debian package starts its services and waits for them; those may be ordered after this script, which waits for the package.
# So they are noted, and started in the end.
policy=/usr/sbin/policy-rc.d
hold_services() {
  has apt-get || return 0
  [ ! -e $policy ] || mv -f $policy $policy.before-nodeseed
  cat >$policy <<EOT
#!/bin/sh
# Made by nodeseed-install while packages change; it takes this away again.
case \$2 in *start) printf '%s\n' "\$1" >>$state/postponed; exit 101 ;; esac
EOT
  chmod 0755 $policy
}

# Also at the start, for a run that was killed; after a power cut the file may be there and have nothing in it.
release_services() {
  if [ -e $policy ] && { [ ! -s $policy ] || grep -q nodeseed-install $policy; }; then rm -f $policy; fi
  if [ -e $policy.before-nodeseed ]; then mv -f $policy.before-nodeseed $policy; fi
}

# ---- kernel --------------------------------------------------------------------------------------------------------------

# module NAME. One that is part of the kernel has a folder in /sys/module, or nothing to show but modprobe's consent.
module() {
  loaded=$(printf '%s' "$1" | tr - _)
  if grep -qs "^$loaded " /proc/modules; then
    return
  elif quietly modprobe -- "$1"; then
    say "module $1: loaded"
  elif [ -d "/sys/module/$loaded" ]; then
    say "module $1: part of this kernel"
  else
    fail "module $1: $(cause); install the kernel's package that has it, then $again"
  fi
}

# Other files in sysctl.d may be wrong or for other kernels: only our own keys are looked at.
sysctls() {
  [ -f /etc/sysctl.d/90-nodeseed.conf ] || return 0
  quietly sysctl --system
  each sysctl sysctl_key
}

# sysctl FILE VALUE: the key as a file of /proc/sys. Another file of sysctl.d with a later name may have had the last word.
sysctl_key() {
  if ! [ -e "$1" ]; then
    fail "sysctl ${1#/proc/sys/}: this kernel has no such key; does it belong to a module that is not loaded?"
    return
  fi
  value=$(tr -s '\t ' '  ' 2>/dev/null <"$1")
  [ "$value" != "$2" ] || return 0
  if printf '%s\n' "$2" 2>/dev/null >"$1"; then
    say "sysctl ${1#/proc/sys/}: set to $2"
  else
    fail "sysctl ${1#/proc/sys/}: cannot be set to $2; see whether the kernel takes that value"
  fi
}

# swap off
swap() {
  if grep -qs '^/' /proc/swaps; then
    mask_swap_units
    if quietly swapoff -a; then say 'swap: off'; else fail "swap: $(cause); free memory, then $again"; fi
  fi
  # A generator makes swap on compressed memory at every boot, unless this file is there and empty.
  for generator in /usr/lib/systemd/system-generators/zram-generator /lib/systemd/system-generators/zram-generator; do
    if [ -e $generator ] && [ ! -e /etc/systemd/zram-generator.conf ]; then : >/etc/systemd/zram-generator.conf; fi
  done
  comment_out_swap
}

# Units that a partition table or a package brought; those from fstab are gone with its lines.
mask_swap_units() {
  has systemctl || return 0
  systemctl list-units --type=swap --all --no-legend --plain 2>/dev/null >"$work/swap-units"
  while read -r name _; do
    case $name in
      *.swap) quietly systemctl mask "$name" || fail "swap: $name cannot be masked: $(cause)" ;;
    esac
  done <"$work/swap-units"
  for name in dphys-swapfile.service zramswap.service zram-config.service; do
    if systemctl cat $name >/dev/null 2>&1; then quietly systemctl mask $name; fi
  done
}

comment_out_swap() {
  [ -f /etc/fstab ] || return 0
  sed 's/^[[:space:]]*[^#[:space:]][^[:space:]]*[[:space:]]\{1,\}[^[:space:]]\{1,\}[[:space:]]\{1,\}swap\([[:space:]].*\)*$/#&/' \
    /etc/fstab >"$work/fstab"
  ! cmp -s "$work/fstab" /etc/fstab || return 0
  # The copy lies beside it (a rename must not cross file systems) and has its owner, mode and label.
  if cp -p /etc/fstab /etc/.fstab.nodeseed && cat "$work/fstab" >/etc/.fstab.nodeseed && replace /etc/.fstab.nodeseed /etc/fstab; then
    relabel /etc/fstab
    say 'swap: commented out in /etc/fstab'
  else
    fail "swap: /etc/fstab cannot be written; comment its swap lines out"
  fi
}

relabel() {
  if has selinuxenabled && selinuxenabled && has restorecon; then quietly restorecon "$1" || true; fi
}

# ---- artifacts -----------------------------------------------------------------------------------------------------------

# program PATH: one that the machine's image is to have.
program() {
  if [ -f "$1" ] && [ -x "$1" ]; then return; fi
  printf '%s\n' "$1" >>"$work/unplaced"
  if [ -e "$1" ]; then why='is no executable file'; else why='is missing'; fi
  fail "program $1: $why; this machine's image is to have it: put it there, or correct the folder in the profile, then $again"
}

# artifact ID DIGEST FORMAT TITLE, source ID URL, place ID MODE TARGET MEMBER (empty: the artifact is the file)
artifact() {
  id=$1 digest=$2 format=$3 title=$4
  receipt=$state/receipts/${digest%%:*}-${digest#*:}
  if holds; then
    say "$title: in place"
    return
  fi
  rm -rf "$work/artifact" "$work/tree"
  if acquire && unpack && each place put "$id" "$title" "$format" && write_receipt; then
    printf '%s\n' "$receipt" >>"$work/placed"
    say "$title: placed"
  else
    printf '%s\n' "$receipt" >>"$work/unplaced"
  fi
}

# The receipt tells what was pinned and what lay on the disk afterwards. If telling it again gives the same, nothing is to do.
holds() {
  [ -f "$receipt" ] && describe >"$work/receipt" 2>/dev/null && cmp -s "$work/receipt" "$receipt"
}

describe() {
  printf 'digest %s\n' "$digest"
  each place describe_place "$id"
}

describe_place() {
  [ "$1" = "$2" ] || return 0
  [ -f "$4" ] && [ ! -L "$4" ] && found=$(digest_of sha256 "$4") && access=$(stat -c '%a %u:%g' "$4") || return 1
  printf 'file %s is %s %s from %s at %s\n' "$3" "$access" "$found" "$5" "$4"
}

write_receipt() {
  describe >"$work/receipt" && replace "$work/receipt" "$receipt" && return
  fail "$title: its receipt cannot be written to $state/receipts; see whether the disk is full, then $again"
  return 1
}

# Ends with the verified bytes in work/artifact.
acquire() {
  : >"$work/reasons"
  next='looking for another'
  for place in "$brought" "$(setting local)" "$state/artifacts"; do
    copy_from "$place" && return
  done
  mount_media && copy_from "$media/artifacts" && return
  if [ -n "$(each source named "$id")" ]; then
    retry try_sources && return
    fail "$title: no source gave it:$(cat "$work/reasons") put a right one at $state/artifacts/${receipt##*/} or correct the source, then $again"
  else
    fail "$title: did not come with this machine:$(cat "$work/reasons") put it at $state/artifacts/${receipt##*/}, then $again"
  fi
  return 1
}

named() { [ "$1" != "$2" ] || printf '%s\n' "$3"; }

# copy_from FOLDER
copy_from() {
  copy=${1:-/nonexistent}/${digest%%:*}-${digest#*:}
  [ -f "$copy" ] || return 1
  if quietly cp "$copy" "$work/download"; then
    verified "$copy"
  else
    reason "$copy: $(cause)"
    return 1
  fi
}

# The volume that cloud-init finds by its label may have brought artifacts along. It is asked for once, and only if need be.
mount_media() {
  [ ! -e "$work/media" ] || return "$(cat "$work/media")"
  mkdir -p "$media"
  found=1
  for label in cidata CIDATA; do
    if [ $found != 0 ] && quietly mount -o ro "LABEL=$label" "$media"; then found=0; fi
  done
  echo $found >"$work/media"
  return $found
}

# Also at the start, for a run that was killed.
release_media() {
  ! grep -qs " $media " /proc/self/mounts || quietly umount "$media" || say "$media: $(cause)"
}

try_sources() {
  : >"$work/reasons"
  last=$(each source named "$id" | tail -n 1)
  each source try_source "$id"
  [ -e "$work/artifact" ]
}

try_source() {
  [ "$1" = "$2" ] && [ ! -e "$work/artifact" ] || return 0
  rm -f "$work/download"
  name_source "$3"
  next='asking the next source'
  [ "$3" != "$last" ] || next=$(after_round)
  if fetch "$3"; then
    verified "$shown"
  else
    reason "$shown: $(cause)"
  fi
}

# An address without the name and password that may stand in it.
name_source() {
  shown=$1
  authority=${1#*://}
  authority=${authority%%/*}
  case $authority in
    *@*) shown=${1%%://*}://${authority##*@}${1#*://"$authority"} ;;
  esac
}

reason() {
  say "$title: $*; $next"
  printf ' %s;' "$*" >>"$work/reasons"
}

# Before anything looks into the bytes.
verified() {
  found=${digest%%:*}:$(digest_of "${digest%%:*}" "$work/download")
  if [ "$found" = "$digest" ]; then
    mv -f "$work/download" "$work/artifact"
  else
    rm -f "$work/download"
    reason "$1: digest is $found, expected $digest"
    return 1
  fi
}

# A whole transfer has a limit too: a source that drips must not keep the next one from being tried.
limited() {
  if quietly timeout 1 true; then quietly timeout "$transfer_limit" "$@"; else quietly "$@"; fi
}

fetch() {
  if has curl; then
    limited curl --disable --fail --silent --show-error --location --globoff --proto '=http,https' \
      --connect-timeout "$connect_limit" --output "$work/download" --url "$1"
  elif ! has wget; then
    limited python3 -c "$python_fetch" "$1" "$work/download" "$connect_limit"
  elif wget --version 2>/dev/null | grep -q 'GNU Wget'; then
    limited wget --no-verbose --tries=1 --timeout="$connect_limit" --output-document="$work/download" -- "$1"
  else
    # Without -T: busybox 1.35 as Debian builds it falls over that.
    limited wget -q -O "$work/download" "$1"
  fi
}

python_fetch='import shutil, sys, urllib.request
try:
    with urllib.request.urlopen(sys.argv[1], timeout=float(sys.argv[3])) as source, open(sys.argv[2], "wb") as target:
        shutil.copyfileobj(source, target)
except Exception as error:
    sys.exit(str(error))'

# Only the named members, and those only if each is one plain file; they lie in work/tree afterwards.
unpack() {
  [ "$format" != binary ] || return 0
  if ! tar -tzf "$work/artifact" >"$work/names" 2>"$work/output" || ! tar -tvzf "$work/artifact" >"$work/kinds" 2>"$work/output"; then
    fail "$title: is no tar.gz: $(cause); correct its format in the profile"
    return 1
  fi
  : >"$work/members"
  each place choose_member "$id" "$title" || return 1
  sort -u "$work/members" >"$work/members-once"
  set --
  while IFS= read -r name; do set -- "$@" "$name"; done <"$work/members-once"
  mkdir "$work/tree" && quietly tar -xzf "$work/artifact" -C "$work/tree" -- "$@" && return
  fail "$title: cannot be unpacked: $(cause); see whether the disk is full, then $again"
  return 1
}

choose_member() {
  [ "$1" = "$3" ] || return 0
  lines=$(grep -nxF -e "$6" -e "./$6" "$work/names")
  case $lines in
    '')
      fail "$2: has no member $6 for $5; correct the member's name in the profile"
      return 1
      ;;
    *"$newline"*)
      fail "$2: has more than one member $6; that cannot be told apart"
      return 1
      ;;
  esac
  kind=$(sed -n "${lines%%:*}p" "$work/kinds")
  case $kind in
    -*) printf '%s\n' "${lines#*:}" >>"$work/members" ;;
    *)
      fail "$2: member $6 is no regular file; name the file itself"
      return 1
      ;;
  esac
}

temporary_name() {
  folder=${1%/*}/
  temporary=$folder.${1##*/}.nodeseed
}

# From a temporary name in the same folder, so that a program is there whole or not at all.
put() {
  [ "$1" = "$4" ] || return 0
  staged=$work/artifact
  [ "$3" = binary ] || staged=$work/tree/$7
  if [ -d "$6" ]; then
    fail "$2: $6 is a folder; take it away, then $again"
    return 1
  fi
  temporary_name "$6"
  [ -d "$folder" ] || quietly mkdir -p -- "$folder"
  # In this order: a change of owner clears setuid.
  if quietly cp "$staged" "$temporary" && quietly chown root:root "$temporary" && quietly chmod "$5" "$temporary" &&
    quietly replace "$temporary" "$6"; then
    relabel "$6"
  else
    why=$(cause)
    rm -f "$temporary"
    fail "$2: $6 cannot be written: $why; see whether the disk is full or read-only, then $again"
    return 1
  fi
}

# What a run that was killed left behind.
remove_temporary() {
  temporary_name "$3"
  rm -f "$temporary"
}

# ---- units ---------------------------------------------------------------------------------------------------------------

running_systemd() { [ -d /run/systemd/system ]; }

units() {
  if running_systemd; then
    quietly systemctl daemon-reload || fail "systemd: $(cause)"
  else
    say 'units: systemd does not run here; they are enabled, not started'
  fi
  each unit unit
  if [ -f "$state/postponed" ]; then
    sort -u "$state/postponed" >"$work/postponed"
    while read -r name; do start_postponed "$name"; done <"$work/postponed"
    rm -f "$state/postponed"
  fi
}

# What the table has was settled above, and may have been held back.
start_postponed() {
  running_systemd || return 0
  if each unit keep_unit | grep -qxF -e "$state/units/$1"; then return 0; fi
  if systemctl is-enabled --quiet "$1" 2>/dev/null && ! systemctl is-active --quiet "$1"; then
    if quietly systemctl start --no-block "$1"; then say "unit $1: start, as its package asks"; else say "unit $1: $(cause)"; fi
  fi
}

# unit STATE NAME WATCHED...: enabled, disabled, masked or static, and the files that it reads: our own files by their paths,
# programs by the receipt of what they came from.
unit() {
  wanted=$1 name=$2
  shift 2
  case $wanted in
    masked)
      is_already masked || quietly systemctl mask "$name" || fail "unit $name: cannot be masked: $(cause); then $again"
      stop_unit
      ;;
    disabled)
      systemctl cat "$name" >/dev/null 2>&1 || return 0
      is_already disabled || quietly systemctl disable "$name" || fail "unit $name: cannot be disabled: $(cause); then $again"
      stop_unit
      ;;
    static) refresh_unit "$@" ;;
    enabled)
      if is_already enabled || quietly systemctl enable "$name"; then
        refresh_unit "$@"
      else
        fail "unit $name: cannot be enabled: $(cause); then $again"
      fi
      ;;
  esac
}

is_already() { systemctl is-enabled "$name" 2>/dev/null | grep -qx "$1"; }

# A timer whose unit is masked while it runs counts as failed from then on, though nothing is wrong with the machine.
stop_unit() {
  running_systemd || return 0
  if systemctl is-active --quiet "$name"; then
    quietly systemctl stop --no-block "$name" || fail "unit $name: cannot be stopped: $(cause)"
  elif systemctl is-failed --quiet "$name"; then
    quietly systemctl reset-failed "$name" || fail "unit $name: cannot be reset: $(cause)"
  fi
}

# Whether one of the paths stands in a list that this run wrote.
listed() {
  list=$1
  shift
  [ -s "$list" ] || return 1
  for watched in "$@"; do
    if grep -qxF -e "$watched" "$list"; then return 0; fi
  done
  return 1
}

# Starts what is to run, and restarts what runs with other files than now lie there. Nothing is waited for: the unit itself
# may be ordered after this script.
refresh_unit() {
  running_systemd || return 0
  case $name in
    *@.*) return 0 ;;
  esac
  if listed "$work/unplaced" "$@"; then
    hold_back
    return
  fi
  now=$(fingerprint "$@")
  verb=none
  if systemctl is-active --quiet "$name"; then
    if [ $# -gt 0 ] && { ! recalls "$state/units/$name" "$now" || listed "$work/placed" "$@"; }; then verb=try-restart; fi
  elif [ "$wanted" = enabled ] && ! { recalls "$state/units/$name" "$now" && has_done_its_work; }; then
    verb=start
  fi
  if [ $verb = none ] || { quietly systemctl $verb --no-block "$name" && say "unit $name: $verb"; }; then
    recalls "$state/units/$name" "$now" || remember "$state/units/$name" "$now"
  else
    fail "unit $name: $verb: $(cause); then $again"
  fi
}

# A oneshot that has run in this boot and ended well is not active, and yet not to be run again.
has_done_its_work() {
  systemctl show --property=Type --property=Result --property=ExecMainExitTimestampMonotonic "$name" 2>/dev/null >"$work/shown"
  grep -qx Type=oneshot "$work/shown" && grep -qx Result=success "$work/shown" &&
    grep -q '^ExecMainExitTimestampMonotonic=[1-9]' "$work/shown"
}

# What runs goes on with what it has; what does not run must not start with a program that is missing or not the pinned one,
# though a job of the boot may wait for its turn already.
hold_back() {
  if systemctl is-active --quiet "$name"; then
    say "unit $name: left running as it is, a program of its own is not in place"
  elif [ "$wanted" = enabled ]; then
    quietly systemctl stop --no-block "$name"
    fail "unit $name: not started, a program of its own is not in place; see above"
  fi
}

# ---- order ---------------------------------------------------------------------------------------------------------------

# Two runs at once would remove each other's temporary files. The lock ends with the process that holds it.
lock() {
  mkdir -p "$state"
  chmod 0700 "$state"
  exec 9>>"$state/lock"
  if has flock && ! flock -n 9; then
    say 'FAILED lock: another run is at work; wait for it: systemctl status nodeseed-install'
    exit 75
  fi
}

prepare() {
  if [ -d "$work" ]; then say 'earlier run: cut off before its end; what it left undone is done now'; fi
  rm -rf "$work"
  mkdir -p "$work" "$state/receipts" "$state/units"
  : >"$work/failures"
  : >"$work/output"
  release_services
  release_media
  each place remove_temporary
  rounds=$(setting rounds)
  pause=$(setting pause)
  pause_limit=$(setting pause-limit)
  connect_limit=$(setting connect-limit)
  transfer_limit=$(setting transfer-limit)
}

# Receipts of what the table no longer has.
prune() {
  each artifact keep_receipt >"$work/receipts"
  each unit keep_unit >>"$work/receipts"
  each time-daemon keep_unit daemon >>"$work/receipts"
  for entry in "$state"/receipts/* "$state"/units/*; do
    if [ -f "$entry" ] && ! grep -qxF -e "$entry" "$work/receipts"; then rm -f "$entry"; fi
  done
}
keep_receipt() { printf '%s\n' "$state/receipts/${2%%:*}-${2#*:}"; }
keep_unit() { printf '%s\n' "$state/units/$2"; }

# step NAME COMMAND...: says so if nothing failed in it.
step() {
  label=$1
  shift
  before=$(wc -l <"$work/failures")
  "$@"
  [ "$(wc -l <"$work/failures")" -gt "$before" ] || say "$label: as they should be"
}

clocks() {
  each time-daemon time_daemon
  each time-sync time_sync
  each clock clock
}

main() {
  check_table 'nodeseed-install 1'
  lock
  # What brought the files here does not write them again after a power cut that leaves them empty.
  flush -f /
  prepare
  step 'clock and time servers' clocks
  step 'trusted authorities' each trust trust
  step accounts accounts
  step 'folders and owners' folders
  step packages packages
  packages_done=yes
  each trust trust
  step modules each module module
  step sysctls sysctls
  step 'swap settings' each swap swap
  step 'programs of the image' each program program
  step artifacts each artifact artifact
  release_media
  step units units
  prune
  failures=$(wc -l <"$work/failures")
  rm -rf "$work"
  if [ "$failures" -gt 0 ]; then
    say "ended with failures: $((failures))"
    exit 1
  fi
  say 'ended well'
}

main
