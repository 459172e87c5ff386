#!/usr/bin/env bash
# audit.sh PYTHON: look every pinned package up in the advisories of PyPI, with pip-audit.
set -euo pipefail
cd "$(dirname "$0")/.."

.ci/venv.sh .venv-audit "$1" pip-audit==2.10.0
for file in requirements.txt requirements-dev.txt; do
  said=$(mktemp)
  status=0
  .venv-audit/bin/python -m pip_audit --disable-pip --require-hashes --progress-spinner off \
    -r "$file" >"$said" 2>&1 || status=$?
  packages=$(grep -cE '^[a-z0-9].*==' "$file")
  # An index that holds packages but no advisories answers "not found" for every one of them.
  unchecked=$(grep -c 'could not be audited' "$said" || true)
  if [ $status -ne 0 ] && ! grep -qE 'ConnectionError|ServiceError|Max retries|ProxyError|SSLError' "$said"; then
    cat "$said" >&2
    exit 1
  elif [ $status -ne 0 ] || [ "$unchecked" -gt 0 ]; then
    [ $status -eq 0 ] || unchecked=$packages
    echo "audit: $file: $unchecked of $packages packages were NOT checked: the vulnerability data base cannot be reached from here. They are pinned with their hashes all the same." >&2
  else
    echo "audit: $file: $packages packages, no known vulnerability"
  fi
  rm -f "$said"
done
