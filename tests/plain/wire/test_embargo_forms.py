"""An embargo holds in whatever form its agency writes it: with its hour, without its zone, unreadable, or in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from tests.plain.wire.reading import one

from broadsheet.wire.dispatch import Dispatch, Status

UNTIL = datetime(2026, 12, 1, 5, tzinfo=UTC)


def ninjs(embargo: str, note: str, *, field: str = "embargoed") -> bytes:
    item = {
        "uri": "urn:a", "type": "text", "version": "1", "versioncreated": "2026-11-23T01:00:00Z", "headline": "Harbour",
        "body_html": "<p>Ships come in.</p>", "pubstatus": "usable", "ednote": note,
    }  # fmt: skip
    return json.dumps({**item, **({field: embargo} if embargo else {})}).encode()


def ap(embargo: str, note: str) -> bytes:
    item = {
        "altids": {"itemid": "a1"}, "uri": "https://api.ap.org/media/v/content/a1?x=1", "version": 1, "type": "text",
        "versioncreated": "2026-11-23T01:00:00Z", "pubstatus": "usable", "headline": "Harbour", "editorialtypes": [],
        "ednote": note, "renditions": {}, **({"embargoed": embargo} if embargo else {}),
    }  # fmt: skip
    return json.dumps({"data": {"item": item}, "api_version": "2.1"}).encode()


def dpa(embargo: str, note: str) -> bytes:
    entry = {
        "urn": "urn:newsml:dpa.com:20090101:a", "version": 1, "version_created": "2026-11-23T01:00:00Z",
        "headline": "Harbour", "article_html": "<section><p>Ships come in.</p></section>", "pubstatus": "usable",
        "entry_id": "a", "updated": "2026-11-23T01:00:00Z", "categories": [], "associations": [],
        "notepad": {"nonpublic_html": f"<p>{note}</p>"} if note else {},
        **({"embargoed": embargo} if embargo else {}),
    }  # fmt: skip
    return json.dumps({"version": "https://digitalwires.dpa-newslab.com/1", "entries": [entry], **entry}).encode()


def g2(embargo: str, note: str) -> bytes:
    held = f"<embargoed>{embargo}</embargoed>" if embargo else ""
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="u" version="1"><itemMeta>'
        f'<itemClass qcode="ninat:text"/>{held}<pubStatus qcode="stat:usable"/><edNote>{note}</edNote></itemMeta>'
        "<contentMeta><headline>Harbour</headline></contentMeta><contentSet><inlineXML "
        'contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Ships come in.</p>'
        "</body></html></inlineXML></contentSet></newsItem>"
    ).encode()


def nitf(embargo: str, note: str) -> bytes:
    release = f'<date.release norm="{embargo}"/>' if embargo else ""
    told = f'<ed-msg info="{note}"/>' if note else ""
    return (
        f'<nitf><head><docdata><doc-id id-string="a"/>{release}{told}</docdata></head><body><body.head><hedline>'
        "<hl1>Harbour</hl1></hedline></body.head><body.content><p>Ships come in.</p></body.content></body></nitf>"
    ).encode()


FORMS: dict[str, Callable[[str, str], bytes]] = {"ninjs": ninjs, "ap": ap, "dpa": dpa, "newsml-g2": g2, "nitf": nitf}
FORMS["embargoedUntil"] = lambda embargo, note: ninjs(embargo, note, field="embargoedUntil")


def read(form: str, embargo: str = "", note: str = "") -> Dispatch:
    return one(FORMS[form](embargo, note))


@pytest.mark.parametrize("form", FORMS)
def test_an_embargo_with_its_hour_holds_until_then(form: str) -> None:
    for said in ("2026-12-01T12:00:00+07:00", "2026-12-01T05:00:00Z"):
        dispatch = read(form, said)
        assert (dispatch.embargoed_until, dispatch.status) == (UNTIL, Status.USABLE), said


@pytest.mark.parametrize("form", FORMS)
def test_an_embargo_without_a_zone_holds_until_it_is_over_everywhere_and_warns(form: str) -> None:
    dispatch = read(form, "2026-12-01T12:00:00")
    assert dispatch.embargoed_until == datetime(2026, 12, 2, 0, tzinfo=UTC)
    assert any("zone" in warning for warning in dispatch.warnings)


@pytest.mark.parametrize("form", FORMS)
def test_an_embargo_that_cannot_be_read_withholds(form: str) -> None:
    dispatch = read(form, "Friday noon")
    assert (dispatch.status, dispatch.embargoed_until) == (Status.WITHHELD, None)
    assert any("embargo" in warning for warning in dispatch.warnings)


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"embargoedUntil"}))
def test_an_embargo_in_words_withholds_and_is_shown(form: str) -> None:
    dispatch = read(form, "", "EMBARGOED until Friday noon")
    assert dispatch.status is Status.WITHHELD
    assert any("Friday noon" in warning for warning in dispatch.warnings)


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"embargoedUntil"}))
def test_a_note_about_something_else_holds_nothing(form: str) -> None:
    dispatch = read(form, "", "Adds quotation from the harbour master")
    assert (dispatch.status, dispatch.embargoed_until) == (Status.USABLE, None)
    assert "Adds quotation" in dispatch.editor_note
