#!/usr/bin/env bash
# Install the servers that the tests of hosting start: nginx and PostgreSQL. Only in a container or
# another machine without systemd, where nothing starts by itself; elsewhere these tests are skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/root.sh

missing=()
PATH=$PATH:/usr/sbin command -v nginx >/dev/null || missing+=(nginx-light)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
[ ${#missing[@]} -gt 0 ] || exit 0
if [ ! -d /run/systemd/system ] && can_apt; then
  apt_install "${missing[@]}" && exit
fi
echo "Tests that need them are skipped: apt install ${missing[*]}" >&2
