#!/bin/sh
# Brings the cluster to what this control-plane node's table says: apply.sh [TABLE [STATE]]. It may run at any time and any
# number of times, on several nodes at once; what already holds is left alone. POSIX sh: dash, busybox and bash run it alike.
# Every step and every failure is one line in the journal. A step that fails is done again when the timer starts this anew.
#
# The table has one record a line: a verb and fields, parted by single spaces. In a field every unusual byte is `\0ooo`,
# and `-` is the empty field. Records are done in their order. The manifests lie in the folder beside the table.
set -u
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
umask 077

table=${1:-/etc/nodeseed/apply.table}
folder=${table%.table}
state=${2:-/var/lib/nodeseed/apply}
work=$state/work
# kubectl keeps below it what it has learnt about the API.
HOME=$state
export HOME

. table.sh

# ---- reporting -----------------------------------------------------------------------------------------------------------

changes=0
failures=0

changed() {
  changes=$((changes + 1))
  say "$*"
}

fail() {
  failures=$((failures + 1))
  say "FAILED $*"
}

finish() {
  rm -rf "$work"
  if [ "$failures" -gt 0 ]; then
    say "ended with failures: $failures; the timer tries again"
    return 1
  fi
  if [ "$changes" -gt 0 ]; then say "ended well, changes: $changes"; else say 'ended well, nothing changed'; fi
}

# Where nothing more can be done in this run.
leave() {
  finish
  exit
}

# ---- reading the table ---------------------------------------------------------------------------------------------------

# each VERBS COMMAND: calls the command with the verb and the fields of every record whose verb is among those.
each() {
  wanted=" $1 " called=$2
  while IFS=' ' read -r verb fields <&3; do
    case $wanted in
      *" $verb "*) with_fields "$fields" "$called" "$verb" ;;
    esac
  done 3<"$table"
}

setting() {
  case $2 in
    kubectl) program=$3 ;;
    server) server=$3 ;;
    mode) mode=$3 ;;
    wait) wait=$3 ;;
    pause) pause=$3 ;;
    settle) settle=$3 ;;
    node) self=$3 ;;
    build) build=$3 ;;
  esac
}

# kubeconfig PATH: the first one that is there.
kubeconfig() {
  if [ -z "$config" ] && [ -r "$2" ]; then config=$2; fi
}

read_table() {
  check_table 'nodeseed-apply 1'
  config=
  each setting setting
  each kubeconfig kubeconfig
}

# ---- the API -------------------------------------------------------------------------------------------------------------

# Always this node's own server, wherever the kubeconfig points. The table (3) and the lock (9) stay with this script.
kubectl() {
  "$program" --kubeconfig "$config" --server "$server" --request-timeout 60s "$@" 2>"$work/errors" 3<&- 9>&-
}

quietly() {
  kubectl "$@" >"$work/output" </dev/null
  result=$?
  [ $result -eq 0 ] || cat "$work/errors" >>"$work/output"
  return $result
}

ready() { quietly get --raw /readyz; }

uptime_seconds() {
  read -r uptime _ </proc/uptime
  printf '%s' "${uptime%%.*}"
}

await() {
  deadline=$(($(uptime_seconds) + wait))
  until ready; do
    if [ "$(uptime_seconds)" -ge "$deadline" ]; then
      fail "API: $server not ready within $wait s: $(cause)"
      leave
    fi
    rest
  done
}

# persist COMMAND...: a server that has just begun to answer may lack what it makes itself; one that goes away is waited for.
persist() {
  tries=1
  until quietly "$@"; do
    cp "$work/output" "$work/first"
    if ! ready; then
      say 'API: gone; waiting for it'
      await
    fi
    mv -f "$work/first" "$work/output"
    [ "$tries" -lt 3 ] || return 1
    tries=$((tries + 1))
    rest
  done
}

# The lock must not outlive this script in a child.
rest() { sleep "$pause" 3<&- 9>&-; }

# An older server writes an object anew although nothing in it has changed.
apply_file() {
  if [ "$mode" = server ]; then
    persist apply --server-side --force-conflicts --field-manager=nodeseed -f "$1"
  else
    persist apply -f "$1"
  fi
}

# ---- one build at a time -------------------------------------------------------------------------------------------------

# Nodes with different builds would undo each other's work for ever. The build that a node brings anew goes first: it is
# written into the cluster, and nodes that have brought theirs before stand aside until they get the new one.
take_charge() {
  if ! persist --namespace kube-system get configmap nodeseed-apply --ignore-not-found \
    --output 'jsonpath={.data.build} {.data.node}'; then
    fail "build: cannot be asked for: $(cause)"
    leave
  fi
  read -r there by <"$work/output"
  if [ "${there:-}" = "$build" ]; then
    remember
  elif [ -n "${there:-}" ] && [ -f "$state/build" ] && [ "$(cat "$state/build")" = "$build" ]; then
    say "build: ${by:-another node} has brought another one since; standing aside until this node gets it too"
    leave
  else
    announce
  fi
}

announce() {
  cat >"$work/build.yaml" <<EOT
apiVersion: v1
kind: ConfigMap
metadata: {name: nodeseed-apply, namespace: kube-system}
data: {build: "$build", node: "$self"}
EOT
  if apply_file "$work/build.yaml"; then
    remember
    changed "build: brought by this node"
  else
    fail "build: cannot be written: $(cause)"
    leave
  fi
}

remember() {
  printf '%s\n' "$build" >"$work/build" && mv -f "$work/build" "$state/build"
}

# ---- manifests -----------------------------------------------------------------------------------------------------------

# What makes an object what it is: everything but its reported state, and but what the API keeps of who wrote it when.
object_template() {
  cat <<'EOT'
{{define "object"}}{{.metadata.uid}} {{.metadata.labels}} {{.metadata.annotations}}
{{range $key, $value := .}}{{if and (ne $key "metadata") (ne $key "status")}}{{$key}} {{$value}}
{{end}}{{end}}{{end}}{{if .items}}{{range .items}}{{template "object" .}}{{end}}{{else}}{{template "object" .}}{{end}}
EOT
}

# look FILE RESULT: the file's objects as they are now; nothing of those that are not.
look() {
  object_template >"$work/object"
  kubectl get --ignore-not-found --output "go-template-file=$work/object" -f "$1" >"$2" </dev/null || echo unknown >>"$2"
}

broken=

# apply GROUP NAME FILE EXPIRES: what fails in a group holds up the rest of it; without access nothing else is tried.
apply() {
  group=$2 title=$3 file=$folder/$4 expires=$5
  case " $broken " in
    *" $group "*)
      fail "$title: not tried, since what comes before it in $group has failed"
      return
      ;;
  esac
  if [ -n "$expires" ] && [ "$(date +%s)" -ge "$expires" ]; then
    say "$title: expired; left out"
  elif ! [ -f "$file" ]; then
    hold_up "$title: $file is not there yet; nodeseed-install fetches it"
  else
    look "$file" "$work/before"
    if apply_file "$file"; then
      look "$file" "$work/after"
      if cmp -s "$work/before" "$work/after" && ! grep -qx unknown "$work/after"; then
        say "$title: as it should be"
      else
        changed "$title: applied"
      fi
    else
      hold_up "$title: $(cause)"
    fi
  fi
}

hold_up() {
  fail "$*"
  broken="$broken $group"
  if [ "$group" = access ]; then leave; fi
}

# ---- nodes ---------------------------------------------------------------------------------------------------------------

# What there is to know of the nodes: one line a fact, in the words of the table.
facts_template() {
  cat <<'EOT'
{{range .items}}{{$n := .metadata.name}}node {{$n}}
{{range $key, $value := .metadata.labels}}label {{$n}} {{$key}}={{$value}}
{{end}}{{range .spec.taints}}taint {{$n}} {{.key}}:{{.effect}}
{{end}}{{if .spec.podCIDRs}}pods {{$n}} {{range $i, $cidr := .spec.podCIDRs}}{{if $i}},{{end}}{{$cidr}}{{end}}
{{end}}{{end}}
EOT
}

# Once a round.
know_nodes() {
  [ ! -f "$work/nodes" ] || return 0
  facts_template >"$work/facts"
  if persist get nodes --output "go-template-file=$work/facts"; then
    mv -f "$work/output" "$work/nodes"
  else
    fail "nodes: cannot be read: $(cause)"
    : >"$work/nodes"
  fi
}

is_fact() { grep -qxF -e "$*" "$work/nodes"; }

round=1
missing=
seen=

# node NAME [label KEY=VALUE | taint KEY:EFFECT | untaint KEY:EFFECT | pods CIDR,...]...
node() {
  name=$2
  case " $seen " in
    *" $name "*) return ;;
  esac
  know_nodes
  if ! is_fact "node $name"; then
    missing="$missing $name"
    [ "$round" -gt 1 ] || say "node $name: not there yet"
    return
  fi
  seen="$seen $name"
  shift 2
  before="$changes $failures"
  while [ $# -gt 0 ]; do
    node_step "$1" "$2"
    shift 2
  done
  [ "$before" != "$changes $failures" ] || say "node $name: as it should be"
}

# Machines that start together with this one come a little later. A node that has no taint yet may get what it should not run.
late_nodes() {
  deadline=$(($(uptime_seconds) + settle))
  earlier=$failures
  while [ -n "$missing" ] && [ "$(uptime_seconds)" -lt "$deadline" ] && [ "$failures" -eq "$earlier" ]; do
    rest
    round=$((round + 1))
    missing=
    rm -f "$work/nodes"
    each node node
  done
  [ -z "$missing" ] || say "nodes: still missing:$missing"
}

node_step() {
  case $1 in
    label) is_fact "label $name $2" || on_node "label $2" label --overwrite node "$name" "$2" ;;
    taint) is_fact "taint $name $2" || on_node "taint $2" taint --overwrite node "$name" "${2%:*}=:${2##*:}" ;;
    untaint) ! is_fact "taint $name $2" || on_node "taint $2 taken away" taint node "$name" "$2-" ;;
    pods) pod_networks "$2" ;;
  esac
}

on_node() {
  label=$1
  shift
  if persist "$@"; then changed "node $name: $label"; else fail "node $name: $label: $(cause)"; fi
}

# The API takes them once.
pod_networks() {
  is_fact "pods $name $1" && return
  if grep -qF -e "pods $name " "$work/nodes"; then
    fail "node $name: has other pod networks than $1, which cannot be changed; drain it, delete its Node object and restart its kubelet"
    return
  fi
  list=$(printf '%s' "$1" | sed 's/,/","/g')
  on_node "pod networks $1" patch node "$name" --type merge \
    --patch "{\"spec\":{\"podCIDR\":\"${1%%,*}\",\"podCIDRs\":[\"$list\"]}}"
}

# ---- order ---------------------------------------------------------------------------------------------------------------

# The lock ends with the process that holds it.
lock() {
  mkdir -p "$state"
  chmod 0700 "$state"
  exec 9>"$state/lock"
  if command -v flock >/dev/null 2>&1 && ! flock -n 9; then
    say 'FAILED lock: another run is at work; wait for it: systemctl status nodeseed-apply'
    exit 75
  fi
  rm -rf "$work"
  mkdir "$work"
}

check_tools() {
  if ! [ -x "$program" ]; then
    fail "kubectl: $program is not there yet; nodeseed-install places it"
    leave
  fi
  if [ -z "$config" ]; then
    fail "kubeconfig: this node has none of an administrator; put this machine's files in place again"
    leave
  fi
}

step() {
  case $1 in
    apply) apply "$@" ;;
    node) node "$@" ;;
  esac
}

main() {
  read_table
  lock
  check_tools
  await
  take_charge
  each 'apply node' step
  late_nodes
  finish
}

main
