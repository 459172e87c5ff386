#!/usr/bin/env bash
# Print the browser the tests drive; nothing means the one Playwright downloads. Installs it if need be.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/root.sh

find_browser() {
  local name
  for name in "${WICKLAB_BROWSER:-}" chromium-headless-shell chromium chromium-browser google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    # Asking for the version tells a browser from Ubuntu's placeholder for a snap.
    if [ -n "$name" ] && "$name" --version >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

# Only Debian ships Chromium as a package of its own; Ubuntu's installs a snap. The shell without
# windows costs a fifth less of the processor.
if grep -qx 'ID=debian' /etc/os-release 2>/dev/null && can_apt &&
  ! command -v chromium-headless-shell >/dev/null; then
  apt_install chromium-headless-shell || true
fi
find_browser && exit
.venv/bin/python -m playwright install chromium >&2
if command -v apt-get >/dev/null && can_apt; then
  as_root .venv/bin/python -m playwright install-deps chromium >&2
fi
