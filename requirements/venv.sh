#!/usr/bin/env bash
# venv.sh DIR UV_VERSION: a virtual environment with uv in it, from a bare python3.
set -euo pipefail
dir=$1 uv=$2
command -v python3 >/dev/null || { echo "python3 is missing: install Python 3.11 or newer, then try again" >&2; exit 3; }
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "python3 is $(python3 -V): Map Pop needs 3.11 or newer" >&2; exit 3; }
if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing python3-venv"
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
  else
    echo "python3 lacks venv: ask an administrator for the package python3-venv, then try again" >&2; exit 3
  fi
fi
echo "making the environment in $dir"
[ -x "$dir/bin/python" ] || python3 -m venv "$dir"
# A machine without this wheel can still install with plain pip (install.sh falls back).
"$dir/bin/python" -m pip install -q --disable-pip-version-check "uv==$uv" || echo "uv is not to be had: falling back to pip, which takes longer"
