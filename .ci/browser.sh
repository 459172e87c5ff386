#!/usr/bin/env bash
# Print the browser the tests drive; nothing means the one Playwright downloads. Installs it if need be.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/root.sh

find_browser() {
  local name
  for name in "${WICKLAB_BROWSER:-}" chromium chromium-browser google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    # Asking for the version tells a browser from Ubuntu's placeholder for a snap.
    if [ -n "$name" ] && "$name" --version >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

find_browser && exit
# Only Debian ships Chromium as a package of its own; Ubuntu's installs a snap.
if grep -qx 'ID=debian' /etc/os-release 2>/dev/null && can_apt; then
  apt_install chromium && find_browser && exit
fi
.venv/bin/python -m playwright install chromium >&2
if command -v apt-get >/dev/null && can_apt; then
  as_root .venv/bin/python -m playwright install-deps chromium >&2
fi
