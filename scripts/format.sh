#!/bin/sh
# Lays the Python code out as the tests want it.
set -eu
cd "$(dirname "$0")/.."

. scripts/python.sh
lock=requirements/test.txt
. scripts/venv.sh
.venv/bin/ruff check --quiet --fix || true
exec .venv/bin/ruff format
