# Sourced with `lock` set: brings .venv to what the lock file says; does nothing where it is there already.
# Needs the working folder to be the repository's, and scripts/python.sh sourced before.

folder=$(pwd -P)
stamp=.venv/installed-$(basename "$lock")

# What is installed depends on the lock, on the package's own metadata and, scripts naming their interpreter, on the place.
wanted() {
    printf '%s\n' "$folder"
    cat "$lock" pyproject.toml
}

if ! wanted | cmp -s - "$stamp"; then
    has_venv || die "This Python ($python) can't make virtual environments." \
        "Install what it lacks, on Debian with: sudo apt-get install python3-venv"
    # Made at another place, or with an interpreter that is gone: its scripts would not start.
    if [ -e .venv ] && ! { .venv/bin/python -c pass && grep -qF "$folder/.venv/" .venv/bin/pip; } 2>/dev/null; then
        rm -rf .venv
    fi
    if ! [ -e .venv ]; then
        echo "Making a virtual environment in .venv …"
        "$python" -m venv .venv || die "No virtual environment could be made in .venv; the lines above say why."
    fi
    echo "Installing what $lock names …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" ||
        die "The installation failed; the lines above say why. Once it is put right, the same command goes on."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ||
        die "Broadsheet itself could not be installed; the lines above say why."
    wanted > "$stamp"
fi
