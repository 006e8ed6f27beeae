#!/bin/sh
# Plays kubectl and the API behind it. Its state lies in the folder $API:
#   calls          one line a call, without the options that say where the API is
#   done           what was written, in order
#   down           so many calls yet are answered as if nothing listened
#   restart        a pattern: the first call like it takes the API down for as many calls as `outage` says
#   refused        a pattern: calls like it are refused
#   objects/, versions/, nodes/    what there is
while :; do
  case $1 in
    --kubeconfig | --server | --request-timeout | --namespace) shift 2 ;;
    *) break ;;
  esac
done
call=$*
echo "$call" | head -n 1 >>"$API/calls"

die() {
  echo "$*" >&2
  exit 1
}

if [ -s "$API/restart" ]; then
  case $call in
    *$(cat "$API/restart")*)
      cp "$API/outage" "$API/down"
      : >"$API/restart"
      ;;
  esac
fi
down=$(cat "$API/down" 2>/dev/null)
if [ "${down:-0}" -gt 0 ]; then
  echo $((down - 1)) >"$API/down"
  die "The connection to the server was refused - did you specify the right host or port?"
fi
if [ -s "$API/refused" ]; then
  case $call in
    *$(cat "$API/refused")*) die 'Error from server (Forbidden): forbidden' ;;
  esac
fi

for last do :; done
file=${last##*/}

# fact NODE WORD VALUE
fact() {
  grep -qxF -e "$2 $1 $3" "$API/nodes/$1" && return
  echo "$2 $1 $3" >>"$API/nodes/$1"
  echo "$2 $1" >>"$API/done"
}

case $call in
  'get --raw /readyz') printf ok ;;
  'get configmap nodeseed-apply '*)
    if [ -f "$API/objects/build.yaml" ]; then
      sed -n 's/^data: {build: "\(.*\)", node: "\(.*\)"}$/\1 \2/p' "$API/objects/build.yaml" | tr -d '\n'
    fi
    ;;
  'get nodes '*) cat "$API"/nodes/* 2>/dev/null ;;
  'get --ignore-not-found '*) if [ -f "$API/versions/$file" ]; then cat "$API/versions/$file"; fi ;;
  'apply '*)
    cmp -s "$last" "$API/objects/$file" && exit
    cp "$last" "$API/objects/$file"
    echo x >>"$API/versions/$file"
    echo "apply $file" >>"$API/done"
    ;;
  'label --overwrite node '*) fact "$4" label "$5" ;;
  'taint --overwrite node '*) fact "$4" taint "${5%%=*}:${5##*:}" ;;
  'taint node '*)
    grep -vxF -e "taint $3 ${4%-}" "$API/nodes/$3" >"$API/rest"
    mv "$API/rest" "$API/nodes/$3"
    echo "untaint $3" >>"$API/done"
    ;;
  'patch node '*)
    cidrs=${last##*:[}
    fact "$3" pods "$(printf '%s' "${cidrs%%]*}" | tr -d '"')"
    ;;
  *) die "unknown: $call" ;;
esac
