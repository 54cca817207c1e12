#!/usr/bin/env bash
# venv.sh DIR UV_VERSION: a virtual environment with uv in it, from a bare Python.
set -euo pipefail
dir=$1 uv=$2
is_new_enough() { command -v "$1" >/dev/null && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; }
makes_venvs() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Distributions build theirs with profile-guided optimisation, which pyenv by default does not: on Debian 12 it makes
# a site in five sixths of the processor time and runs plain loops in seven tenths (3.11.2 beside pyenv's 3.11.7).
python=
for each in /usr/bin/python3 python3; do
  is_new_enough "$each" || continue
  python=${python:-$each}
  if makes_venvs "$each"; then python=$each; break; fi
done
[ -n "$python" ] || { echo "no Python 3.11 or newer on the path: install one, then try again" >&2; exit 3; }
if ! makes_venvs "$python"; then
  may_install || { echo "$python lacks venv: ask an administrator for the package python3-venv, then try again" >&2; exit 3; }
  echo "installing python3-venv"
  apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
fi
echo "making the environment in $dir with $("$python" -V)"
[ -x "$dir/bin/python" ] || "$python" -m venv "$dir"
# A machine without this wheel can still install with plain pip (install.sh falls back).
"$dir/bin/python" -m pip install -q --disable-pip-version-check "uv==$uv" || echo "uv is not to be had: falling back to pip, which takes longer"
