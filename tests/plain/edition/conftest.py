"""Every engine that an edition can lie on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editions import place_in

from broadsheet.edition.place import Place


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | Place:
    """Where an edition may be made, on either engine."""
    return place_in(tmp_path / "edition", server=request.param == "postgresql")
