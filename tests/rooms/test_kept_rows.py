"""A cast that is put back is the one that was made, in every table and every index of words."""

from __future__ import annotations

import pytest
from cast import Cast
from django.db import connection
from kept_rows import OF_THE_HOUR, _rows, _tables

seen = []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="It is made anew there.")
@pytest.mark.parametrize("time", ["made here or put back", "put back"])
def test_what_is_put_back_is_what_was_made(cast: Cast, time: str) -> None:
    tables = [table for table in _tables() if table != OF_THE_HOUR]
    assert {"desk_titles", "wire_words", "stories_story"} <= set(tables)
    assert not any("_fts" in table for table in tables)
    seen.append(_rows(tables))
    assert seen[0] == seen[-1]
