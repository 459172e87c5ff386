#!/usr/bin/env bash
# venv.sh FOLDER PYTHON PIP-ARGUMENTS...: make the virtual environment once, then install into it.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/root.sh

folder=$1 python=$2
shift 2

fail() {
  echo "make: $*" >&2
  exit 1
}

if ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
  if ! command -v "$python" >/dev/null; then
    [ "$python" = python3 ] && can_apt && apt_install python3 python3-venv ||
      fail "$python was not found. Wicklab needs Python 3.11 or newer."
  fi
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$python is Python $version, but Wicklab needs 3.11 or newer. With a newer one installed: make PYTHON=python3.12 <target>"
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    can_apt && apt_install "python$version-venv" ||
      fail "Python's venv module is missing. Please run: sudo apt-get install python$version-venv"
  fi
  "$python" -m venv --clear "$folder" || fail "could not create $folder with $python"
fi

echo "Installing into $folder: ${*: -1}" >&2
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@" ||
  fail "the packages could not be installed (see above). The first installation needs the network."
