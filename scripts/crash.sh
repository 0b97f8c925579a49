#!/bin/sh
# Kills desk, scheduler and press at every statement and every system call of a publication, a withdrawal and a kill.
set -eu
cd "$(dirname "$0")/.."

. scripts/python.sh
lock=requirements/test.txt
. scripts/venv.sh
command -v strace >/dev/null 2>&1 || echo "strace is not installed: system calls are left out (Debian: apt-get install strace)."
exec .venv/bin/python scripts/crash_sweep.py "$@"
