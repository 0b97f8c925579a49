#!/bin/sh
# Holds law 1 for long: BROADSHEET_EXAMPLES days of BROADSHEET_STEPS acts each (200 of 30).
set -eu
cd "$(dirname "$0")/.."

. scripts/python.sh
lock=requirements/test.txt
. scripts/venv.sh
export BROADSHEET_EXAMPLES="${BROADSHEET_EXAMPLES:-200}" BROADSHEET_STEPS="${BROADSHEET_STEPS:-30}"
exec .venv/bin/pytest -q tests/rooms/press/test_exactness.py
