"""The specimen page is there where paper.toml asks for it, whole, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from cast import NOW, Cast
from what_readers_get import has_file, read, texts

from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press


def test_readers_of_a_paper_find_no_specimen(cast: Cast, pressed: Press) -> None:
    assert not [address for address in pressed.writer.reading.addresses() if "_specimen" in address]


def test_a_specimen_is_pressed_in_every_language_and_nothing_leads_there(
    cast: Cast, paper: PaperFile, press: Press
) -> None:
    press.newsroom = PaperNewsroom(replace(paper, specimen=True))
    press.run_all(NOW)
    edition = press.writer.reading
    for address in ("/_specimen/", "/km/_specimen/"):
        assert 'content="noindex"' in read(edition, address)
        names = edition.media_of(address)
        assert names and all(has_file(edition, name) for name in names)
    assert [a for a, text in texts(edition).items() if "/_specimen" in text] == []
