#!/usr/bin/env bash
# install.sh VENV FILE: the pinned packages of FILE, hashes checked, and this checkout itself.
set -euo pipefail
venv=$1 file=$2
export VIRTUAL_ENV=$PWD/$venv
echo "installing the packages of $file"
if [ -x "$venv/bin/uv" ]; then
  "$venv/bin/uv" pip install -q --compile-bytecode --require-hashes -r "$file"  # halves every later start
  "$venv/bin/uv" pip install -q --no-deps --no-build-isolation -e .
else
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$file"
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
