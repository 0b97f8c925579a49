#!/bin/sh
# Resolves the dependencies in pyproject.toml anew and writes both lock files; uv lives in a throw-away environment.
set -eu
cd "$(dirname "$0")/.."

. scripts/python.sh
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
"$python" -m venv "$room"
"$room/bin/python" -m pip install --quiet --disable-pip-version-check uv

compile() {
    target=$1
    shift
    "$room/bin/uv" pip compile pyproject.toml "$@" --quiet --generate-hashes --no-header --no-annotate \
        --python-version 3.11 --no-emit-index-url --output-file "$target" >/dev/null
}

compile requirements/run.txt --extra build
# The run lock constrains the test lock: what is tested is what runs.
compile requirements/test.txt --extra build --extra test --constraint requirements/run.txt
# Only for benchmarks/hugo.py: neither the paper nor its tests ever need it.
compile requirements/bench.txt --extra bench --constraint requirements/run.txt
