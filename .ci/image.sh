#!/usr/bin/env bash
# Build the image, run its command as its user, time it to healthy and to stopped.
# Uses Docker if its daemon answers; else buildah as root, on a base made from Debian's packages.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/root.sh

image=${IMAGE:-wicklab}
port=${PORT:-8599}
python=$(command -v python3)

now() { "$python" -c 'import time; print(f"{time.monotonic():.2f}")'; }
since() { "$python" -c 'import sys, time; print(f"{time.monotonic() - float(sys.argv[1]):.1f} s")' "$1"; }
fail() {
  echo "image: $*" >&2
  exit 1
}
healthy() {
  "$python" -c "import urllib.request as r; r.urlopen('http://127.0.0.1:$port/_stcore/health', timeout=2)" 2>/dev/null
}
wait_healthy() {
  local _
  for _ in $(seq 300); do
    healthy && return
    sleep 0.1
  done
  fail "not healthy after 30 s"
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

with_docker() {
  local start user
  start=$(now)
  docker build ${arguments[@]+"${arguments[@]}"} -t "$image" .
  echo "build: $(since "$start")"
  start=$(now)
  id=$(docker run -d --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
    --memory 1g --pids-limit 256 -p "127.0.0.1:$port:8501" "$image")
  trap 'docker kill "$id" >/dev/null 2>&1 || true' EXIT
  wait_healthy
  echo "start to healthy: $(since "$start")"
  user=$(docker exec "$id" python -c 'import os; print(os.getuid())')
  [ "$user" -ne 0 ] || fail "the container runs as root"
  start=$(now)
  docker stop --time 10 "$id" >/dev/null
  echo "user: $user, read-only root; stopped by SIGTERM: $(since "$start")"
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
  buildah commit --quiet --rm "$container" "$1" >/dev/null
  rm -rf "$folder" "$folder.tar"
}

with_buildah() {
  local start base=localhost/wicklab-base:bookworm certificate previous server user command log
  export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
  start=$(now)
  buildah inspect --type image "$base" >/dev/null 2>&1 || make_base "$base"
  echo "base from Debian packages: $(since "$start")"

  certificate=$(pip_setting CERT)
  [ -z "$certificate" ] ||
    arguments+=(--volume "$certificate:/run/pip-ca.pem:ro" --build-arg PIP_CERT=/run/pip-ca.pem)
  start=$(now)
  previous=$(buildah images --quiet "$image" 2>/dev/null || true)
  sed "s#^FROM python:[^ ]*#FROM $base#" Dockerfile | buildah --log-level error build --quiet --format docker \
    ${arguments[@]+"${arguments[@]}"} --tag "$image" --file - . >/dev/null
  echo "build: $(since "$start")"
  [ -z "$previous" ] || buildah rmi "$previous" >/dev/null 2>&1 || true

  # The trap runs outside this function, so what it needs is not local.
  container=$(buildah from --pull-never "$image")
  trap 'buildah rm "$container" >/dev/null 2>&1 || true' EXIT
  buildah run "$container" -- sh -c '[ "$(id -u)" -ne 0 ] && [ ! -w . ] && [ ! -w /venv ]' ||
    fail "the image runs as root, or its user can change the code"
  mapfile -t command < <(buildah inspect --type image "$image" | "$python" -c '
import json, sys
print(*json.load(sys.stdin)["Docker"]["config"]["Cmd"], sep="\n")')

  # There is no network namespace here, so the port must be one of our own: the last option counts.
  start=$(now)
  log=$(mktemp)
  buildah run "$container" -- "${command[@]}" --server.address=127.0.0.1 --server.port="$port" >"$log" 2>&1 &
  runner=$!
  trap 'kill "$runner" 2>/dev/null || true; buildah rm "$container" >/dev/null 2>&1 || true' EXIT
  (wait_healthy) || fail "$(cat "$log")"
  echo "start to healthy: $(since "$start")"
  server=$("$python" - "--server.port=$port" <<'PY'
import pathlib
import sys

for process in pathlib.Path("/proc").glob("[0-9]*"):
    try:
        arguments = (process / "cmdline").read_text().split("\0")
    except OSError:
        continue
    if arguments[0].startswith("/venv/") and sys.argv[1] in arguments:
        print(process.name)
PY
  )
  [ -n "$server" ] || fail "the server process was not found"
  user=$(awk '/^Uid/ {print $2}' "/proc/$server/status")
  [ "$user" -ne 0 ] || fail "the container runs as root"
  start=$(now)
  kill -TERM "$server"
  for _ in $(seq 100); do
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  kill -9 "$server" 2>/dev/null && fail "the server ignored SIGTERM for 10 s"
  wait "$runner" || true # buildah calls a server that ended by the signal an error
  grep Traceback "$log" && fail "$(cat "$log")"
  rm -f "$log"
  echo "user: $user, code not writable; stopped by SIGTERM: $(since "$start")"
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
