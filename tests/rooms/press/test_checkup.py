"""The doctor looks for the edition's pictures where the press lays them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cast import NOW, Cast

from broadsheet.cli import checkup
from broadsheet.edition.store import find_media
from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press


def test_the_doctor_misses_a_picture_that_is_gone_and_no_other(cast: Cast, paper: PaperFile, tmp_path: Path) -> None:
    own = replace(paper, folder=tmp_path / "own")
    writer = EditionWriter(own.edition)
    Press(PaperNewsroom(own), writer).run_once(NOW)
    assert [finding.state for finding in checkup.edition(own)] == ["good"]
    reading = writer.reading
    find_media(reading.media_folder, sorted(reading.media_names())[0]).unlink()
    writer.close()
    found = list(checkup.edition(own))
    assert (found[-1].state, found[-1].words.split(" are ")[0]) == ("bad", "1 pictures of the edition")
