#!/bin/sh
# A stand-in for etcdctl: answers from $STUB/members, as `member list` writes it, and does what it is told to that file.
# $STUB/fail-N makes the first N calls fail; every call is a line of $STUB/calls.
printf '%s\n' "$*" >>"$STUB/calls"
while :; do
  case ${1:-} in
    --*) shift ;;
    *) break ;;
  esac
done
for count in "$STUB"/fail-*; do
  [ -e "$count" ] || continue
  left=${count##*-}
  rm "$count"
  [ "$left" -le 1 ] || : >"$STUB/fail-$((left - 1))"
  echo '{"level":"warn","msg":"retrying of unary invoker failed"}'
  echo 'Error: context deadline exceeded'
  exit 1
done
case "$1 $2" in
  'member list') cat "$STUB/members" ;;
  'member add')
    url=
    for word in "$@"; do
      case $word in --peer-urls=*) url=${word#--peer-urls=} ;; esac
    done
    echo "9f, unstarted, , $url, , true" >>"$STUB/members"
    echo "Member 9f added to cluster 1c"
    ;;
  'member promote')
    sed "s/^$3, started, \(.*\), true\$/$3, started, \1, false/" "$STUB/members" >"$STUB/next"
    mv "$STUB/next" "$STUB/members"
    ;;
esac
