#!/bin/sh
# Set up .venv with Casebook in it: `tools/install.sh run` or `tools/install.sh dev`.
# Each step says what it does; the longest is PyTorch.
set -eu
what=${1:-run}
torch=2.13.0
log() { printf '\n== %s\n' "$*"; }

find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "No Python 3.11 or newer was found; install one, or name it: make PYTHON=/path run" >&2
    exit 1
}

make_environment() {
    python=$(find_python)
    log "1/3 A virtual environment in .venv, by $("$python" --version)"
    "$python" -m venv .venv 2>/dev/null && return
    # Some systems split pip off their Python: then the system's pip fills the environment.
    rm -rf .venv
    "$python" -m venv --without-pip .venv
    "$python" -m pip --python .venv/bin/python install -q pip || {
        echo "This Python has neither venv nor pip; install your system's python3-venv." >&2
        exit 1
    }
}

install_torch() {
    log "2/3 PyTorch $torch, the build for processors where one is offered"
    .venv/bin/python -c "import torch, sys; sys.exit(torch.__version__.split('+')[0] != '$torch')" \
        2>/dev/null && return
    .venv/bin/python -m pip install "torch==$torch+cpu" 2>/dev/null && return
    # Linux's ordinary build brings gigabytes for graphics cards; uv knows where the other one is.
    if [ "$(uname -s)" = Linux ]; then
        .venv/bin/python -m pip install -q uv \
            && .venv/bin/uv pip install --python .venv/bin/python --torch-backend cpu \
                "torch==$torch" && return
        echo "The build for processors can't be reached; the ordinary one comes instead (large)."
    fi
    .venv/bin/python -m pip install "torch==$torch"
}

cd "$(dirname "$0")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1
[ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 || make_environment
install_torch
log "3/3 Casebook and what it stands on"
if [ "$what" = dev ]; then
    .venv/bin/python -m pip install --no-warn-conflicts -e '.[dev]'
    touch .venv/.ready-dev
else
    .venv/bin/python -m pip install --no-warn-conflicts -e .
fi
touch .venv/.ready-run
