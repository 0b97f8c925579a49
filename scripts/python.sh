# Sourced: sets `python` to an interpreter of 3.11 or later, 3.11 (for which the locks are made) preferred.

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

python=
for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3 python3.12 python3.13 python3.14; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null) || found='no Python 3'
    die "Broadsheet needs Python 3.11 or later; there is $found here." \
        "Install it (Debian 12: sudo apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.11"
fi

has_venv() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null
}
