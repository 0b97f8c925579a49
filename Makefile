# make run      the demo paper: readers on http://127.0.0.1:8000, the desk on http://127.0.0.1:8001; Ctrl-C stops it
# make test     everything that is checked: lint, types, imports, tests
# make fuzz     the readers of the wire, a minute each, on inputs that atheris invents
# make format   lay the Python code out as the tests want it
# make exactness  a long run of random newsroom acts, compared act by act with an edition from nothing
# make crash    kill desk, scheduler and press at every point; --every N and more: scripts/crash.sh --help
# make docs     write the reference pages that are made from the code
# make routes   write anew what each address of the desk answers to each role
# make lock     resolve the dependencies anew and lock them by hash
# make clean    delete the virtual environment; papers stay
#
# PYTHON=/path/to/python3.11 chooses the interpreter.

.PHONY: run test fuzz exactness crash format docs routes lock clean

run:
	@exec sh scripts/run.sh

test:
	@exec sh scripts/test.sh

fuzz:
	@exec sh scripts/fuzz.sh

exactness:
	@exec sh scripts/exactness.sh

crash:
	@exec sh scripts/crash.sh --write

format:
	@exec sh scripts/format.sh

docs:
	@exec sh scripts/docs.sh

routes:
	@BROADSHEET_MAKE_ROUTES=1 exec .venv/bin/pytest -q tests/rooms/desk/test_routes.py

lock:
	@exec sh scripts/lock.sh

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
