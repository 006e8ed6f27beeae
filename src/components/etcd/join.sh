#!/bin/sh
# Brings this machine's etcd into a cluster that runs already: join.sh add|promote [TABLE]. `add` runs before etcd starts and
# makes it a learner, which counts for no quorum; `promote` runs afterwards and makes the learner a voter once it has caught up.
# Either may run at any time and any number of times. POSIX sh: dash, busybox and bash run it alike.
#
# The table has one record a line: a word, one space, a value.
#   name NAME            this member's
#   peer URL             this member's
#   data FOLDER          etcd's data
#   etcdctl PROGRAM      and what it asks with:
#   endpoints URL,URL    the other members' client addresses
#   cacert FILE, cert FILE, key FILE
#   before URL           a peer address that must be a voter's first; several records, one each
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL

action=${1:-}
table=${2:-/etc/nodeseed/etcd-join.table}
# In seconds; the unit's timer tries again after a run that gave up.
limit=${NODESEED_LIMIT:-600}
pause=${NODESEED_PAUSE:-5}

say() { printf '%s\n' "$*"; }

name='' peer='' data='' etcdctl='' endpoints='' cacert='' cert='' key='' before=''
while IFS=' ' read -r word value; do
  case $word in
    name) name=$value ;;
    peer) peer=$value ;;
    data) data=$value ;;
    etcdctl) etcdctl=$value ;;
    endpoints) endpoints=$value ;;
    cacert) cacert=$value ;;
    cert) cert=$value ;;
    key) key=$value ;;
    before) before="$before $value" ;;
  esac
done <"$table"

ask() {
  "$etcdctl" --endpoints="$endpoints" --cacert="$cacert" --cert="$cert" --key="$key" \
    --dial-timeout=5s --command-timeout=15s "$@" 2>&1 </dev/null
}

# A list's line is: ID, STATUS, NAME, PEERS, CLIENTS, IS-LEARNER. What etcdctl logs has another form.
line_of() {
  printf '%s\n' "$members" | while IFS= read -r line; do
    case $line in
      *", $1, "* | *", $1,"http* | *,"$1, "*)
        printf '%s\n' "$line"
        break
        ;;
    esac
  done
}

is_voter() {
  case $(line_of "$1") in
    *', started, '*', false') true ;;
    *) false ;;
  esac
}

# One attempt each: 0 done, 1 not yet (why is in $reason).
add() {
  members=$(ask member list) || { reason="the members cannot be listed: $members" && return 1; }
  line=$(line_of "$peer")
  case $line in
    '') ;;
    *', unstarted, '*)
      say "$name is a member already"
      return 0
      ;;
    *)
      say "$name is a member already; if its data is lost, let it go first: etcdctl member remove ${line%%,*}"
      return 0
      ;;
  esac
  for url in $before; do
    is_voter "$url" || { reason="$url is no voter yet" && return 1; }
  done
  reason=$(ask member add "$name" --learner --peer-urls="$peer") || return 1
  say "$name is added as a learner"
}

promote() {
  members=$(ask member list) || { reason="the members cannot be listed: $members" && return 1; }
  line=$(line_of "$peer")
  case $line in
    '') reason="$name is no member" && return 1 ;;
    *', false')
      say "$name is a voter"
      return 0
      ;;
    *', unstarted, '*) reason="$name has not started" && return 1 ;;
  esac
  reason=$(ask member promote "${line%%,*}") || return 1
  say "$name is promoted to a voter"
}

# etcd makes its folder before it finds out that it is no member; only a log says that it has been one.
is_initialised() {
  for log in "$data"/member/wal/*.wal; do
    [ -e "$log" ] && return 0
  done
  return 1
}

case $action in
  add)
    if is_initialised; then
      say "$name has its data: nothing to join"
      exit 0
    fi
    ;;
  promote) ;;
  *)
    say 'usage: join.sh add|promote [TABLE]'
    exit 2
    ;;
esac

waited=0
told=''
until "$action"; do
  reason=$(printf '%s' "$reason" | tail -n 1)
  if [ "$reason" != "$told" ]; then say "waiting: $reason"; fi
  told=$reason
  if [ "$waited" -ge "$limit" ]; then
    say "FAILED: $reason"
    exit 1
  fi
  sleep "$pause"
  waited=$((waited + pause))
done
