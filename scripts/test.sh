#!/bin/sh
# Checks everything, in about the order of what is quickest to tell. Goes on after a failure, so that one run tells all.
set -eu
cd "$(dirname "$0")/.."

. scripts/python.sh
. scripts/debian.sh
lock=requirements/test.txt
. scripts/venv.sh

bin=$folder/.venv/bin
# Some 200 processes of these tests load Broadsheet: compiling it takes each half a second, reading what was compiled none.
unset PYTHONDONTWRITEBYTECODE
# Some of the rooms once more with desk and edition on a PostgreSQL server of their own, beside all others, which often wait;
# the whole can be run the same way.
rooms="tests/rooms/test_the_frame.py tests/rooms/press/test_run.py"
told=$(mktemp)
BROADSHEET_TEST_DATABASE=postgresql "$bin/pytest" -q -p no:cacheprovider $rooms > "$told" 2>&1 &
postgresql=$!
found=$(mktemp)
{ "$bin/lint-imports" --no-cache && "$bin/mypy"; } > "$found" 2>&1 &
reading=$!
trap 'kill "$postgresql" "$reading" 2>/dev/null || true; rm -f "$told" "$found"' EXIT
trap 'exit 130' INT TERM

failed=
check() {
    what=$1
    shift
    echo "── $what"
    "$@" || failed="$failed $what,"
}

check lint "$bin/ruff" check --quiet --output-format concise
check layout "$bin/ruff" format --check --output-format concise
echo "── tests"
status=0
# A file goes to one process: what its tests share (a running paper, the demo) is then built once. Four of them for two
# cores, because those that run papers and browsers wait half their time; the long ones first, as tests/conftest.py says.
"$bin/pytest" -n 4 --dist loadfile --no-loadscope-reorder || status=$?
echo "── imports, types"
wait "$reading" || failed="$failed imports or types,"
cat "$found"
echo "── rooms on PostgreSQL"
wait "$postgresql" || status=$?
cat "$told"
if [ -n "$failed" ]; then
    echo "Failed beside the tests:${failed%,}." >&2
    exit 1
fi
exit "$status"
