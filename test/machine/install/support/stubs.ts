/**
 * Programs that would change the machine that the tests run on, as scripts that write down how they were called. What they
 * answer comes from files below /stub of the sandbox.
 */

const log = `echo "$(basename "$0") $*" >>/stub/calls\n`;

const systemctl = `
${log}
for last do :; done
case $1 in
  cat) [ -e "/etc/systemd/system/$last" ] || [ -e "/stub/known/$last" ] ;;
  is-active) [ -e "/stub/active/$last" ] ;;
  is-failed) [ -e "/stub/failed/$last" ] ;;
  is-enabled) if [ -e "/stub/masked/$last" ]; then echo masked; exit 1; elif [ -e "/stub/enabled/$last" ]; then echo enabled; else echo disabled; exit 1; fi ;;
  enable) [ -e "/etc/systemd/system/$last" ] || [ -e "/stub/known/$last" ] || { echo "no unit $last"; exit 1; }; : >"/stub/enabled/$last" ;;
  mask) : >"/stub/masked/$last" ;;
  disable) rm -f "/stub/enabled/$last" ;;
  start) : >"/stub/active/$last" ;;
  stop) rm -f "/stub/active/$last" ;;
  list-units) cat /stub/swap-units 2>/dev/null ;;
esac
`;

const date = `
case "$*" in
  *-s*) ${log} [ ! -e /stub/clock-is-fixed ] || { echo 'date: cannot set date'; exit 1; }; /usr/bin/date -u -d "$3" +%s >/stub/now ;;
  +%s) cat /stub/now 2>/dev/null || /usr/bin/date +%s ;;
  *) /usr/bin/date "$@" ;;
esac
`;

const aptGet = `
${log}
[ -e /stub/apt-works ] || { echo 'E: Could not resolve host'; exit 100; }
case "$*" in *install*|*remove*) ;; *) exit 0 ;; esac
# As a package's script does it: ask the policy, then start.
if /usr/sbin/policy-rc.d new.service start; then echo 'systemctl start new.service' >>/stub/calls; fi
mkdir -p /stub/packages /stub/known; : >/stub/known/new.service; : >/stub/enabled/new.service
seen=
for word do
  if [ "$seen" ]; then
    case "$*" in *remove*) rm -f "/stub/packages/$word" ;; *) : >"/stub/packages/$word" ;; esac
  fi
  [ "$word" != -- ] || seen=yes
done
`;

const dpkg = `
${log}
case "$*" in *--configure*--pending) rm -f /var/lib/dpkg/updates/* ;; esac
`;

const dpkgQuery = `
for last do :; done
[ -e "/stub/packages/$last" ] && printf 'install ok installed 1.0'
`;

const modprobe = `
${log}
for last do :; done
[ ! -e "/stub/no-module/$last" ] || { echo "modprobe: FATAL: Module $last not found"; exit 1; }
`;

/** The volume with that label is a folder; nothing is mounted from outside of the sandbox. */
const mount = `
${log}
case "$*" in
  *LABEL=cidata*) [ -d /stub/volume ] || { echo "mount: can't find LABEL=cidata."; exit 1; }; for last do :; done; exec /usr/bin/mount --bind /stub/volume "$last" ;;
  *) echo "mount: can't find it."; exit 1 ;;
esac
`;

/** A whole file system is the host's. */
const sync = `
${log}
[ "$1" = -f ] || exec /usr/bin/sync "$@"
`;

export const stubs: Readonly<Record<string, string>> = {
  mount,
  systemctl,
  date,
  'apt-get': aptGet,
  dpkg,
  'dpkg-query': dpkgQuery,
  modprobe,
  sync,
  sysctl: log,
  swapoff: `${log} : >/proc/swaps`,
  timedatectl: 'cat /stub/timedatectl 2>/dev/null',
  'update-ca-certificates': log,
};
