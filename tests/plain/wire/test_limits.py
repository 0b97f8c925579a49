"""Which words of agencies forbid that a picture is used, and which do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.wire.pictures import words
from broadsheet.wire.pictures.limits import Limit, find, missing

FORBIDS = {
    Limit.ONE_TIME: [
        "HANDOUT PHOTO; ONE TIME USE ONLY; NO ARCHIVES",
        "one-time editorial use",
        "Single use only",
        "To be used once",
        "einmalige Veröffentlichung",
        "Usage unique",
    ],
    Limit.NO_ARCHIVE: [
        "NO ARCHIVES",
        "NO RESALE, NO ARCHIVE",
        "No sales, no archives.",
        "NO RESALES / ARCHIVES",
        "No marketing or archiving",
        "Not for archive",
        "MAY NOT BE ARCHIVED",
        "must not be archived",
        "Do not archive",
        "Archiving prohibited",
        "Archive: forbidden",
        "keine Archivierung",
        "pas d'archives",
        "Delete after 30 days",
    ],
    Limit.NOT_ONLINE: ["NO INTERNET", "NO SALES, NO WEB", "Print only", "Not for online use", "INTERNET OUT"],
}
FREE = [
    "",
    "EDS NOTE:A FILE PHOTO",
    "Archive photo",
    "FROM THE ARCHIVES",
    "No restrictions on archiving",
    "Editorial use only",
    "MANDATORY CREDIT",
    "NO RESALE",
    "no time limits, usage free",
    "Photo for use with story on archives",
    "The one time used car salesman",
    "No internet without mandatory credit",
    "Users of online games",
]


@pytest.mark.parametrize(("limit", "said"), [(limit, said) for limit, many in FORBIDS.items() for said in many])
def test_words_that_forbid(limit: Limit, said: str) -> None:
    assert limit in find(said)
    assert limit in find(said.lower())


@pytest.mark.parametrize("said", FREE)
def test_words_that_forbid_nothing(said: str) -> None:
    assert find(said) == {}


def test_a_limit_shows_the_words_that_set_it() -> None:
    assert find("", "Please note: no archives.") == {Limit.NO_ARCHIVE: "Please note: no archives."}


def test_what_is_missing_is_told_once() -> None:
    own = "Credit me. One time use only. No archives!"
    assert missing("no archives", own) == "One time use only."
    assert missing(own, own) == ""


def test_long_terms_cost_little() -> None:
    assert find("no " * 200_000) == {}


@pytest.mark.samples
def test_a_real_photo_that_says_so(samples: Path) -> None:
    said = words.read((samples / "photos-iptc" / "GAC103-thumb.jpg").read_bytes())
    assert set(find(said.instructions, said.usage_terms)) == {Limit.ONE_TIME, Limit.NO_ARCHIVE}
