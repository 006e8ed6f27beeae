#!/bin/sh
# Runs in a machine under test: waits for the end of its boot, writes down what has become of it, and powers it off.
# Asked for in /nodeseed-test/in: `units` (names), `sysctls` (files of /proc/sys), `by-hand` (its presence: run the installer again),
# `waiting` (units that are not at their end before other machines are there), `awaited` (files that programs make when they are ready).
set -u
here=/nodeseed-test
out=$here/out
rm -rf "$out"
mkdir -p "$out"

properties=Id,ExecStart,LoadState,ActiveState,SubState,UnitFileState,FragmentPath,DropInPaths,Result,Type,RemainAfterExit,MainPID,NRestarts
properties=$properties,ExecMainStatus,ExecMainExitTimestampMonotonic,ConditionResult,NeedDaemonReload
properties=$properties,InactiveExitTimestampMonotonic,ActiveEnterTimestampMonotonic

# A service counts as started once systemd has made its process, which may not yet be the program itself.
await_program() {
  tries=0
  while readlink "/proc/$1/exe" | grep -qxE "/usr/lib/systemd/systemd(-executor)?" && [ $tries -lt 200 ]; do
    /bin/sleep 0.05
    tries=$((tries + 1))
  done
}

# units TARGET: the state of every unit in question, and the command lines of those that run.
units() {
  mkdir "$out/$1"
  xargs systemctl show --property="$properties" -- <"$here/in/units" >"$out/$1/show"
  while read -r unit; do
    pid=$(systemctl show --property=MainPID --value -- "$unit")
    if [ "${pid:-0}" -gt 0 ]; then
      await_program "$pid"
      cat "/proc/$pid/cmdline" >"$out/$1/$unit.cmdline"
    fi
  done <"$here/in/units"
}

# Every job but of those that wait for other machines.
pending() { systemctl list-jobs --no-legend --plain | grep -vwFf $here/in/waiting; }

# Ends when no job is left, so also after every unit that was started by one of the boot's own.
if [ -s $here/in/waiting ]; then
  while pending >/dev/null; do /bin/sleep 0.1; done
  systemctl is-system-running >"$out/system"
else
  systemctl is-system-running --wait >"$out/system"
fi
while read -r file; do
  until [ -e "$file" ]; do /bin/sleep 0.1; done
done <"$here/in/awaited"
units units
if [ -e $here/in/by-hand ]; then
  sh /etc/nodeseed/install.sh >"$out/by-hand" 2>&1
  echo $? >"$out/by-hand.status"
  units units-by-hand
fi
pending >"$out/jobs"
journalctl --sync
# Each with its last words.
systemctl list-units --failed --plain --no-legend | while read -r unit _; do
  printf '%s (%s)\n' "$unit" "$(journalctl --boot --unit="$unit" --output=cat --lines=4 | tr '\n' ' ')"
done >"$out/failed"
while read -r file; do
  printf '%s %s\n' "$file" "$(tr -s '\t ' '  ' <"$file")"
done <"$here/in/sysctls" >"$out/sysctls"
{
  cut -d ' ' -f 1 /proc/modules
  ls /sys/module
} >"$out/modules"
cat /proc/swaps >"$out/swaps"
hostname >"$out/hostname"
ip -json address >"$out/addresses"
ip -json route >"$out/routes"
ip -6 -json route >"$out/routes6"
journalctl --boot --unit=nodeseed-install.service --output=cat _TRANSPORT=stdout >"$out/installer"
sync
systemctl poweroff
