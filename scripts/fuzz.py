"""Fuzzes one reader of the wire with atheris, which follows the code's branches to inputs that no one has thought of.

    python scripts/fuzz.py FORMAT SECONDS [SAMPLES…]

FORMAT is a name in `wire.formats.FORMATS`, "any" (the format is recognised first), or "markup". Seeds are the tests'
own documents and files of that format below SAMPLES. What breaks the law of the readers (an exception other than a
refusal, a reading that `tests.plain.wire.reading.check` finds wrong, more than 20 seconds or 2 GB) ends the run with an
error and leaves its bytes in `fuzz-found/`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

with atheris.instrument_imports(include=["broadsheet.wire"]):
    from tests.plain.wire import items
    from tests.plain.wire.reading import check

    from broadsheet.wire import formats, markup
    from broadsheet.wire.errors import Refused

FOUND = ROOT / "fuzz-found"
_LONGEST = 64 * 1024


def reader(name: str) -> Callable[[bytes], None]:
    """What is called with each input; raises where the law is broken."""
    if name == "markup":
        return _markup
    known = {one.name: one.read for one in formats.FORMATS}
    read = known[name] if name != "any" else lambda raw: formats.recognise(raw).read(raw)

    def call(raw: bytes) -> None:
        try:
            reading = read(raw)
        except Refused as refusal:
            assert refusal.sentence.strip().endswith("."), refusal.sentence
        else:
            check(reading)

    return call


def _markup(raw: bytes) -> None:
    ours = markup.from_html(raw.decode("utf-8", "replace"))
    assert markup.from_html(ours) == ours
    markup.from_text(raw.decode("latin-1"))


def seeds(name: str, samples: list[Path]) -> Iterator[bytes]:
    """The tests' own documents and real files, of that format."""
    own = [json.dumps(dialect()).encode() for dialect in items.DIALECTS.values()]
    files = [
        path for folder in (ROOT / "tests" / "plain" / "wire" / "fixtures", *samples) for path in folder.rglob("*")
    ]
    for raw in (*own, *(path.read_bytes() for path in files if path.is_file() and path.stat().st_size <= _LONGEST)):
        try:
            fits = name in ("any", "markup", formats.recognise(raw).name)
        except Refused:
            continue
        if fits:
            yield raw


def main() -> None:
    warnings.simplefilter("ignore")
    name, seconds, samples = sys.argv[1], int(sys.argv[2]), [Path(path) for path in sys.argv[3:]]
    call = reader(name)
    FOUND.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="broadsheet-fuzz-") as corpus:
        for number, raw in enumerate(seeds(name, samples)):
            (Path(corpus) / str(number)).write_bytes(raw)
        options = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2000", f"-max_len={_LONGEST}"]
        atheris.Setup(
            [sys.argv[0], *options, f"-artifact_prefix={FOUND}/{name}-", "-print_final_stats=1", corpus], call
        )
        # Never returns.
        atheris.Fuzz()


if __name__ == "__main__":
    main()
