# kubernetes.sh PLACE ARCHIVES DIGESTS GO [PROGRAM...]: builds the programs from Debian's source package, once, into the folder PLACE.
# ARCHIVES are addresses of Debian's pool, parted by blanks, the first the one that is asked first; DIGESTS has a line for each file,
# as sha256sum has them, with the file's place below the pool: a source package, and one of a newer library that goes into it.
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
    curl -fsSL --retry 3 --max-time 300 --create-dirs -o "$1" "$archive/$1" && return
  done
  return 1
}
while read -r _ file; do fetch "$file"; done <"$digests"
sha256sum --check --strict --quiet "$digests"
# What the pinned digests vouch for needs no signature.
dpkg-source --no-check -x k/kubernetes/*.dsc tree
dpkg-deb -x g/*/golang-github-modern-go-reflect2-dev_*.deb library

# The one that is vendored crashes the API server in a walk over a map: it calls Go's runtime as it was before 1.18.
reflect2=github.com/modern-go/reflect2
rm -r "tree/vendor/$reflect2"
cp -r "library/usr/share/gocode/src/$reflect2" "tree/vendor/$reflect2"

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
