#!/usr/bin/env bash
# A stand-in for an official Node image, made of this Debian machine's own files, for where no image registry can be
# reached: base-image.sh NODE_BINARY NPM_FOLDER TAG
set -euo pipefail
node=$1 npm=$2 tag=$3
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root"/{usr/{bin,sbin,lib64,lib/x86_64-linux-gnu,local/bin,local/etc,local/lib/node_modules},etc/ssl/certs,home/node,tmp,root,proc,sys,dev,run,var/tmp}
for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$root/$folder"; done
chmod 1777 "$root/tmp" "$root/var/tmp"
cp -L /usr/bin/{bash,dash,env,id,ls,cat,cp,mv,rm,mkdir,chmod,chown,dirname,basename,readlink} "$root/usr/bin/"
ln -s dash "$root/usr/bin/sh"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
printf 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
chown 1000:1000 "$root/home/node"

cp -L "$node" "$root/usr/local/bin/node"
cp -a "$npm" "$root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
echo cafile=/etc/ssl/certs/ca-certificates.crt >"$root/usr/local/etc/npmrc"

find "$root/usr/bin" "$root/usr/local/bin" -type f -exec ldd {} + 2>/dev/null |
  sed -nE 's,.*=> (/[^ ]+) .*,\1,p' | sort -u | while read -r library; do
  to="$root/usr${library#/usr}"
  mkdir -p "$(dirname "$to")"
  [ -e "$to" ] || cp -L "$library" "$to"
done
cp -L /lib64/ld-linux-x86-64.so.2 "$root/usr/lib64/"
cp -L /lib/x86_64-linux-gnu/libnss_{dns,files}.so.2 "$root/usr/lib/x86_64-linux-gnu/"

tar -C "$root" -c . | docker import \
  -c 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin' \
  -c 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' \
  -c 'CMD ["node"]' - "$tag"
