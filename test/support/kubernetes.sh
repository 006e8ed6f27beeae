# kubernetes.sh PLACE ARCHIVES DIGESTS GO [PROGRAM...]: builds the programs from Debian's source package, once, into the folder PLACE.
# ARCHIVES are addresses that hold the files, parted by blanks, the first the one that is asked first; DIGESTS is a file of sha256sum's.
# Two at once make it once; a run that was killed leaves a folder that nobody takes for the programs.
set -eu
place=$1 archives=$2 digests=$3 go=$4
shift 4
[ ! -d "$place" ] || exit 0
work=$place.new
rm -rf "$work"
mkdir -p "$work"
cd "$work"

fetch() {
  for archive in $archives; do
    curl -fsSL --retry 3 --max-time 300 -o "$1" "$archive/$1" && return
  done
  return 1
}
while read -r _ file; do fetch "$file"; done <"$digests"
sha256sum --check --strict --quiet "$digests"
# What the pinned digests vouch for needs no signature.
dpkg-source --no-check -x ./*.dsc tree

# As debian/rules does it, for more programs than the one that Debian makes of it.
cd tree
mkdir -p .go/src/k8s.io
ln -s ../../.. .go/src/k8s.io/kubernetes
what=
for program; do what="$what cmd/$program"; done
env -u GOROOT HOME="$work/home" GOCACHE="$work/go-cache" GOPATH="$PWD/.go" GOFLAGS= GOPROXY=off CGO_ENABLED=0 PATH="$go:$PATH" make WHAT="$what"
mkdir "$work/programs"
for program; do mv "_output/bin/$program" "$work/programs"; done
mv "$work/programs" "$place"
cd /
rm -rf "$work"
