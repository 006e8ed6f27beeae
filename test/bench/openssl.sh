#!/bin/sh
# What tutorials do by hand: for COUNT nodes a key, a request and a signed certificate, twice: as client and as server.
# usage: openssl.sh COUNT FOLDER
set -eu
count=$1
cd "$2"
quietly() { "$@" 2>>openssl.log || { cat openssl.log >&2; exit 1; }; }

quietly openssl ecparam -name prime256v1 -genkey -noout -out ca.key
quietly openssl req -x509 -new -key ca.key -subj /CN=kubernetes -days 3650 -out ca.crt

certificate() {
  quietly openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"
  quietly openssl req -new -key "$1.key" -subj "/O=system:nodes/CN=system:node:$2" -out "$1.csr"
  printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature "extendedKeyUsage=$3" \
    subjectKeyIdentifier=hash authorityKeyIdentifier=keyid "subjectAltName=DNS:$2,IP:10.8.0.1" >"$1.ext"
  quietly openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -extfile "$1.ext" -out "$1.crt"
}

node=0
while [ "$node" -lt "$count" ]; do
  node=$((node + 1))
  certificate "client-$node" "worker-$node" clientAuth
  certificate "serving-$node" "worker-$node" serverAuth
done
