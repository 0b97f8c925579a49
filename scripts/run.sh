#!/bin/sh
# Runs the demo paper: installs, makes it where there is none, starts everything until Ctrl-C.
set -eu
cd "$(dirname "$0")/.."

. scripts/python.sh
lock=requirements/run.txt
. scripts/venv.sh

paper=demo-paper
editor=editor@demo.example
[ -f "$paper/paper.toml" ] || .venv/bin/broadsheet demo "$paper"
exec .venv/bin/broadsheet --paper "$paper" run --sign-in "$editor"
