#!/usr/bin/env bash
# What `make site-check` measures with: Lighthouse and the W3C's HTML checker, pinned with their hashes in
# site-check/package-lock.json, put under VENV; node and Java from Debian, which root gets installed.
set -euo pipefail
venv=$1 here=$(dirname "$0")/site-check
missing=()
command -v npm >/dev/null || missing+=(npm)
command -v java >/dev/null || missing+=(default-jre-headless)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing ${missing[*]} for the site check"
    apt-get update -qq && apt-get install -y -qq "${missing[@]}" >/dev/null
  else
    echo "missing: ${missing[*]}; ask an administrator for these packages, then try again" >&2; exit 3
  fi
fi
mkdir -p "$venv/site-check"
cmp -s "$here/package-lock.json" "$venv/site-check/package-lock.json" && [ -d "$venv/site-check/node_modules" ] && exit 0
echo "installing Lighthouse and the HTML checker"
cp "$here/package.json" "$here/package-lock.json" "$venv/site-check/"
cd "$venv/site-check" && npm ci --ignore-scripts --no-audit --no-fund --silent
