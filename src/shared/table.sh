# What scripts that go by a table have in common: what they say, and how they read it. A script sets `table` and `work`, and has
# this in the place of its line `. table.sh` (shipped-script.ts): on a machine each is one file.
newline='
'

say() {
  case $* in
    *"$newline"*) printf '%s\n' "$(printf '%s' "$*" | tr '\n' ' ')" ;;
    *) printf '%s\n' "$*" ;;
  esac
}

# What the last quiet command had to say in the end, for a message.
cause() { tail -n 1 "$work/output" | tr -d '\r'; }

# The dot keeps newlines at the end, which a command substitution would drop.
decode() {
  case $1 in
    -) decoded= ;;
    *\\*)
      decoded=$(printf '%b.' "$1")
      decoded=${decoded%.}
      ;;
    *) decoded=$1 ;;
  esac
}

# with_fields FIELDS COMMAND...: calls the command with the decoded fields after its own arguments.
with_fields() {
  remaining=$1
  shift
  while [ -n "$remaining" ]; do
    decode "${remaining%% *}"
    set -- "$@" "$decoded"
    case $remaining in
      *' '*) remaining=${remaining#* } ;;
      *) remaining= ;;
    esac
  done
  "$@" </dev/null 3<&-
}

# check_table HEAD: ends the script where its table is not there, or is not whole. The version comes first; the end is named, so
# that a table cut off while it was written is noticed.
check_table() {
  if ! [ -r "$table" ]; then
    say "FAILED table: $table cannot be read; put this machine's files in place again"
    exit 1
  fi
  IFS= read -r head <"$table"
  if [ "$head" != "$1" ] || [ "$(tail -n 1 "$table")" != end ]; then
    say "FAILED table: $table is cut off or of another version; put this machine's files, all of one build, in place again"
    exit 1
  fi
}
