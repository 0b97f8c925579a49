#!/bin/sh
# Writes the reference pages that are made from the code.
set -eu
cd "$(dirname "$0")/.."

. scripts/python.sh
lock=requirements/run.txt
. scripts/venv.sh
exec .venv/bin/python scripts/commands_page.py docs/reference/commands.md
