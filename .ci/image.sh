#!/usr/bin/env bash
# Build the image, run it as it will be hosted, and ask: health, a page in Chromium, its user,
# what it can write, what was left in it, how it stops.
# Uses Docker if its daemon answers; else buildah as root, on a base made from Debian's packages.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/root.sh

image=${IMAGE:-wicklab}
port=${PORT:-8599}
python=$(command -v python3)
base=$(awk '$1 == "FROM" {print $2; exit}' Dockerfile)

now() { "$python" -c 'import time; print(f"{time.monotonic():.2f}")'; }
since() { "$python" -c 'import sys, time; print(f"{time.monotonic() - float(sys.argv[1]):.1f} s")' "$1"; }
fail() {
  echo "image: $*" >&2
  exit 1
}
healthy() {
  "$python" -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/_stcore/health', timeout=2)" 2>/dev/null
}
wait_healthy() { # 5 s by the clock: each question takes its time, too
  local end=$((SECONDS + 5))
  while [ "$SECONDS" -le "$end" ]; do
    healthy && return
    sleep 0.1
  done
  fail "not healthy after 5 s"
}

# This machine's way to the package index goes into the build and not into any file.
pip_setting() {
  local value
  value=$("$python" -c 'import os, sys; print(os.environ.get("PIP_" + sys.argv[1], ""))' "$1")
  [ -n "$value" ] || value=$("$python" -m pip config get "global.$(echo "$1" | tr A-Z_ a-z-)" 2>/dev/null) || true
  echo "$value"
}
arguments=()
for name in INDEX_URL TRUSTED_HOST; do
  value=$(pip_setting $name)
  [ -z "$value" ] || arguments+=(--build-arg "PIP_$name=$value")
done

# Asked inside, as the image's user. Links of /proc and devices are not files of the image.
questions='
[ "$(id -u)" -ne 0 ] || { echo "runs as root"; exit 1; }
writable=$(find / -xdev -writable ! -type l ! -path /tmp ! -path "/proc*" ! -path "/dev*" ! -path "/sys*" 2>/dev/null)
[ -z "$writable" ] || { echo "can be written: $writable"; exit 1; }
touch /wicklab/new 2>/dev/null && { echo "the root file system takes files"; exit 1; }
touch /tmp/new && rm /tmp/new || { echo "/tmp takes no files"; exit 1; }
stale=$(python -v -c "import streamlit, scipy.linalg, ui.live" 2>&1 | grep -c "bytecode is stale")
[ "$stale" -eq 0 ] || { echo "$stale modules are compiled at every start"; exit 1; }
tools=$(for tool in pip pip3 gcc cc make wheel; do command -v $tool; done)
[ -z "$tools" ] || { echo "left in it: $tools"; exit 1; }
python -c "import pip" 2>/dev/null && { echo "left in it: pip"; exit 1; }
echo "user $(id -u), writable: /tmp only, no installers or compilers"'

# A page of the running image in a real browser.
page_opens() {
  local browser
  browser=$(.ci/browser.sh)
  .venv/bin/python - "$port" "$browser" <<'PY'
import sys
import time

from playwright.sync_api import sync_playwright

port, browser = sys.argv[1:]
with sync_playwright() as playwright:
    page = playwright.chromium.launch(executable_path=browser or None, args=["--no-sandbox"]).new_page()
    start = time.monotonic()
    page.goto(f"http://127.0.0.1:{port}/?landscape=double-well&wick=90")
    page.wait_for_selector(".wl-player[data-ready]", timeout=30_000)
    print(f"the Lab in Chromium: {time.monotonic() - start:.1f} s")
PY
}

with_docker() {
  local start
  start=$(now)
  docker build ${arguments[@]+"${arguments[@]}"} -t "$image" .
  echo "build: $(since "$start")"
  start=$(now)
  id=$(docker run -d --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
    --memory 1g --pids-limit 256 -p "127.0.0.1:$port:8501" "$image")
  trap 'docker kill "$id" >/dev/null 2>&1 || true' EXIT
  wait_healthy
  echo "start to healthy: $(since "$start")"
  docker exec "$id" sh -c "$questions"
  page_opens
  start=$(now)
  docker stop --time 10 "$id" >/dev/null
  echo "stopped by SIGTERM: $(since "$start")"
}

make_base() {
  local folder container
  folder=$(mktemp -d /var/tmp/wicklab-base.XXXXXX)
  debootstrap --variant=minbase --include=ca-certificates,python3-pip,python3-venv bookworm "$folder" >/dev/null
  ln -s /usr/bin/python3 "$folder/usr/local/bin/python" # where the official image has it
  rm -rf "$folder"/var/cache/apt/* "$folder"/var/lib/apt/lists/*
  container=$(buildah from scratch)
  tar -C "$folder" -cf "$folder.tar" .
  buildah add --quiet "$container" "$folder.tar" / >/dev/null
  buildah commit --quiet --rm "$container" "docker.io/library/$base" >/dev/null
  rm -rf "$folder" "$folder.tar"
}

# inside ROOT COMMAND...: a name space in which the image's files are read-only and /tmp is small.
inside() {
  # shellcheck disable=SC2016 # expanded in there
  exec unshare --mount --fork --kill-child bash -c '
    root=$1 && shift
    mount --bind "$root" "$root" && mount -o remount,ro,bind "$root"
    mount -t tmpfs -o size=64m,mode=1777,nosuid,nodev tmpfs "$root/tmp"
    mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev"
    exec chroot "$root" /usr/bin/setpriv --reuid 10001 --regid 10001 --clear-groups \
      --no-new-privs --inh-caps=-all --bounding-set=-all /usr/bin/env -i "$@"' inside "$@"
}

# What is left when the script ends, whatever ended it. A command that fails here would end it
# with its own status.
clear_away() {
  # The server does not die with who started it: it has changed its user since.
  pkill -KILL -u 10001 -f "server.port=$port" || true
  kill -KILL "$runner" 2>/dev/null || true
  wait "$runner" 2>/dev/null || true
  buildah rm "$container" >/dev/null 2>&1 || true
}

with_buildah() {
  local start certificate previous configuration root log server
  export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
  start=$(now)
  buildah inspect --type image "docker.io/library/$base" >/dev/null 2>&1 || make_base
  echo "base from Debian packages, tagged $base: $(since "$start")"

  certificate=$(pip_setting CERT)
  [ -z "$certificate" ] ||
    arguments+=(--volume "$certificate:/run/pip-ca.pem:ro" --build-arg PIP_CERT=/run/pip-ca.pem)
  start=$(now)
  previous=$(buildah images --quiet "$image" 2>/dev/null || true)
  buildah --log-level error build --quiet --format docker --pull-never \
    ${arguments[@]+"${arguments[@]}"} --tag "$image" . >/dev/null
  echo "build: $(since "$start"), $(buildah images --format '{{.Size}}' "$image" | head -1)"
  [ -z "$previous" ] || buildah rmi "$previous" >/dev/null 2>&1 || true

  # Traps run outside this function, so what they need is not local.
  container=$(buildah from --pull-never "$image")
  trap 'buildah rm "$container" >/dev/null 2>&1 || true' EXIT
  root=$(buildah mount "$container")
  # Its variables, then its command; there is no name space of ports here, so ours: the last counts.
  mapfile -t configuration < <(buildah inspect --type image "$image" | "$python" -c '
import json, sys
told = json.load(sys.stdin)["Docker"]["config"]
folder = told["WorkingDir"]
print(*told["Env"], "sh", "-c", f"cd {folder} && exec \"$@\"", "sh", sep="\n")')
  mapfile -t command < <(buildah inspect --type image "$image" | "$python" -c '
import json, sys
print(*json.load(sys.stdin)["Docker"]["config"]["Cmd"], sep="\n")')

  start=$(now)
  log=$(mktemp)
  (inside "$root" "${configuration[@]}" "${command[@]}" \
    --server.address=127.0.0.1 --server.port="$port") >"$log" 2>&1 &
  runner=$!
  trap clear_away EXIT
  (wait_healthy) || fail "$(cat "$log")"
  echo "start to healthy: $(since "$start")"
  (inside "$root" "${configuration[@]}" sh -c "$questions") || fail "see above"
  page_opens
  server=$(pgrep -u 10001 -f "server.port=$port")
  start=$(now)
  kill -TERM "$server"
  for _ in $(seq 100); do
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  kill -9 "$server" 2>/dev/null && fail "the server ignored SIGTERM for 10 s"
  wait "$runner" || true # ended by the signal
  grep Traceback "$log" && fail "$(cat "$log")"
  rm -f "$log"
  echo "stopped by SIGTERM: $(since "$start")"
}

if docker info >/dev/null 2>&1; then
  with_docker
elif [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  command -v buildah >/dev/null && command -v debootstrap >/dev/null ||
    apt_install buildah debootstrap debian-archive-keyring
  with_buildah
else
  fail "needs a running Docker, or root on Debian or Ubuntu for buildah."
fi
echo "image: $image"
