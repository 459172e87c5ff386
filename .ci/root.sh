# Sourced. Says whether this user may install Debian packages, and installs them.

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

can_apt() { command -v apt-get >/dev/null && as_root true 2>/dev/null; }

apt_install() {
  echo "Installing with apt: $*" >&2
  as_root apt-get update -qq >&2 &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}
