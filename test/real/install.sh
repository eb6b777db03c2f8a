#!/usr/bin/env bash
# Installs the real parts that test/real runs hatmax against: `test/real/install.sh` for all, or with the names of some.
# Each goes into a folder of its own, named by its version, below one cache; what is there already is left alone.
set -euo pipefail
CACHE="${HATMAX_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hatmax-test}"
ACTIONLINT=1.7.12
TERRAFORM_COMPLIANCE=1.16.0
PLAYWRIGHT=1.65.1

mkdir -p "$CACHE"

# A part is made beside its place and moved there when it answers, so that one that was cut short is made again.
place() {
  local name=$1 made=$2
  rm -rf "${CACHE:?}/$name"
  mv "$made" "$CACHE/$name"
}

actionlint() {
  [ -x "$CACHE/actionlint-$ACTIONLINT/actionlint" ] && return
  local made="$CACHE/.actionlint.$$"
  GOBIN="$made" go install "github.com/rhysd/actionlint/cmd/actionlint@v$ACTIONLINT"
  "$made/actionlint" -version >/dev/null
  place "actionlint-$ACTIONLINT" "$made"
}

# Virtual environments know their own path: this one is made where it stays.
terraform_compliance() {
  local at="$CACHE/terraform-compliance-$TERRAFORM_COMPLIANCE"
  [ -e "$at/installed" ] && return
  rm -rf "$at"
  python3 -m venv "$at"
  "$at/bin/pip" install --quiet --disable-pip-version-check "terraform-compliance==$TERRAFORM_COMPLIANCE"
  "$at/bin/terraform-compliance" --version >/dev/null
  touch "$at/installed"
}

playwright() {
  [ -e "$CACHE/playwright-core-$PLAYWRIGHT/node_modules/playwright-core/package.json" ] && return
  local made="$CACHE/.playwright.$$"
  npm install --silent --ignore-scripts --no-audit --no-fund --prefix "$made" "playwright-core@$PLAYWRIGHT"
  place "playwright-core-$PLAYWRIGHT" "$made"
}

chromium() {
  command -v chromium >/dev/null && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
}

dockerd() {
  command -v dockerd >/dev/null && command -v cgroupfs-mount >/dev/null && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io cgroupfs-mount iptables
}

for part in "${@:-actionlint terraform_compliance playwright chromium dockerd}"; do
  for one in $part; do "$one"; done
done
