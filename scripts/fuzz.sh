#!/bin/sh
# Fuzzes the readers of the wire: sh scripts/fuzz.sh [SECONDS [SAMPLES [FORMAT…]]]
#
# Each for SECONDS (60); real files below SAMPLES are seeds beside the tests' own. Without FORMAT: all of them.
set -eu
cd "$(dirname "$0")/.."

. scripts/python.sh
lock=requirements/test.txt
. scripts/venv.sh

seconds=${1:-60}
samples=${2:-}
[ $# -lt 2 ] && shift $# || shift 2
[ $# -gt 0 ] || set -- any packed ap dpa newsml-g2 newsml-1 nitf feed mail iptc7901 anpa telex ninjs markup
failed=
for name; do
    echo "── $name"
    "$folder/.venv/bin/python" scripts/fuzz.py "$name" "$seconds" ${samples:+"$samples"} || failed="$failed $name"
done
if [ -n "$failed" ]; then
    echo "Found something in:$failed. The bytes lie in fuzz-found/." >&2
    exit 1
fi
