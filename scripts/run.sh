#!/bin/sh
# Runs the demo paper: installs, makes it where there is none, starts everything until Ctrl-C.
set -eu
cd "$(dirname "$0")/.."

. scripts/python.sh
lock=requirements/run.txt
. scripts/venv.sh

paper=demo-paper
editor=editor@demo.example
# The file says that the demo was made to its end; an interrupted one goes on.
[ -f "$paper/data/demo.done" ] || .venv/bin/broadsheet demo "$paper"
exec .venv/bin/broadsheet --paper "$paper" run --sign-in "$editor"
