"""The same text is packed into the same bytes, wherever in memory that happens, and unpacks to itself."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edition.packing import join, pack, unpack

# The third byte of each text starts four letters that come again: were they sometimes not found, lengths would differ.
PACKS_MANY = """
from hashlib import sha256
from itertools import islice, permutations
from broadsheet.edition.packing import pack
made = sha256()
for letters in islice(permutations("abcdefghijklmno", 4), 30_000):
    word = "".join(letters)
    made.update(pack(f'{{"{word}ing": "{"-" * 300}{word}ing"}}'.encode(), final=True).deflate)
print(made.hexdigest())
"""


def test_the_same_text_gives_the_same_bytes_in_every_process() -> None:
    command = [sys.executable, "-c", PACKS_MANY]
    runs = [subprocess.run(command, capture_output=True, check=True, env=dict(os.environ)) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout


@given(st.lists(st.text() | st.text(alphabet="ab\0", min_size=280, max_size=1200), min_size=1, max_size=4))
def test_parts_join_into_one_file_and_unpack(texts: list[str]) -> None:
    told = [text.encode() for text in texts]
    parts = [pack(text, final=n == len(told) - 1) for n, text in enumerate(told)]
    assert unpack(parts) == gzip.decompress(join(parts)) == b"".join(told)
