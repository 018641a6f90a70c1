#!/bin/sh
# Set up what the browser tests need beside .venv's own, then run them: `make journeys`.
set -eu
cd "$(dirname "$0")/.."
axe=4.14.1
export PIP_DISABLE_PIP_VERSION_CHECK=1

browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$browser" ]; then
    echo "No Chromium was found: install your system's package (chromium on Debian), or name the program in CHROMIUM." >&2
    exit 1
fi
if ! command -v npm >/dev/null; then
    echo "No npm was found, which brings axe-core: install your system's package (npm on Debian)." >&2
    exit 1
fi
.venv/bin/python -c 'import playwright' 2>/dev/null || .venv/bin/python -m pip install 'playwright>=1.50,<2'
[ -f .venv/journeys/node_modules/axe-core/axe.min.js ] ||
    npm install --prefix .venv/journeys --no-fund --no-audit "axe-core@$axe"
CHROMIUM=$browser exec .venv/bin/python -m pytest -n 0 -v journeys "$@"
