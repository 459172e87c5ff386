#!/usr/bin/env bash
# serve.sh PORT: serve the app, and open a browser on it where there is one.
set -euo pipefail
cd "$(dirname "$0")/.."

port=$1 url=http://localhost:$1 python=.venv/bin/python

"$python" - "$port" <<'PY' || exit 1
import socket
import sys

port = sys.argv[1]
if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
    sys.exit(f"make: PORT must be a number from 1 to 65535, but is {port!r}.")
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("", int(port)))
    except OSError as error:
        sys.exit(f"make: port {port} cannot be used ({error.strerror}). Try: make run PORT={int(port) % 65535 + 1}")
PY

opener=
case $(uname) in
  Darwin) opener=open ;;
  *) [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || opener=$(command -v xdg-open || true) ;;
esac

server=$$
healthy() {
  "$python" -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/_stcore/health', timeout=2)" 2>/dev/null
}
announce() {
  while kill -0 "$server" 2>/dev/null; do
    if healthy; then
      echo "Wicklab is ready: $url (Ctrl-C stops it)"
      [ -z "$opener" ] || "$opener" "$url" >/dev/null 2>&1 || true
      return
    fi
    sleep 0.3
  done
}
announce &

exec "$python" -m streamlit run app.py --server.port "$port"
