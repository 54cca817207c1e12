#!/usr/bin/env bash
# The browser tests drive Debian's Chromium; root gets it installed, anyone else is told.
set -euo pipefail
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing chromium for the browser tests"
  apt-get update -qq && apt-get install -y -qq chromium >/dev/null
else
  echo "chromium is missing: ask an administrator for the package chromium, then try again" >&2; exit 3
fi
