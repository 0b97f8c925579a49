"""What dpa's digitalwires become; the notepad stays with the editors."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plain.wire import items
from tests.plain.wire.reading import SAMPLES, check, one, read, read_or_refuse, words_of
from tests.plain.wire.test_ninjs_samples import JSON, places

from broadsheet.wire import formats
from broadsheet.wire.dispatch import Status, Subject

FILES = [
    {"size": 800, "width": 800, "height": 400, "mimetype": "image/jpeg", "url": "https://files.example/s"},
    {"size": 2048, "width": 2048, "height": 1024, "mimetype": "image/jpeg", "url": "https://files.example/l"},
]


def entry(**changed: Any) -> dict[str, Any]:
    return {
        "format": "digitalwires@0.9.1",
        "type": "composite",
        "entry_id": "x1",
        "updated": "2024-05-06T00:09:00Z",
        "urn": "urn:newsml:example.org:20240506:1",
        "version_created": "2024-05-06T02:08:09+02:00",
        "version": 2,
        "pubstatus": "usable",
        "signal": None,
        "embargoed": None,
        "language": "de",
        "urgency": 3,
        "kicker": "Schifffahrt",
        "headline": "Die Fähre fährt wieder",
        "subhead": "Inseln atmen auf",
        "teaser": "Eine Woche Sturm ist vorbei.",
        "byline": "Von Sok Maly, dpa",
        "dateline": "Koh Tamuon (dpa) - ",
        "article_html": "<section><p>Die Fähre fuhr am Montag.</p><h2>Reis</h2><p>Er reichte.</p></section>",
        "infobox_html": "<section class='infobox'><h2>Fakten</h2><p>Ein Schiff.</p></section>",
        "linkbox_html": "<ul><li><a href='https://harbour.example/'>Hafen</a></li></ul>",
        "creditline": "dpa",
        "copyrightnotice": "Copyright 2024",
        "usageterms": "Nur für Zeitungen",
        "autopublishnotice": "© dpa:1",
        "notepad": {
            "header_html": "<header><h3>Notizblock</h3></header>",
            "public_html": "<section><h4>Redaktionelle Hinweise</h4><ul><li>Folgt Bild</li></ul></section>",
            "nonpublic_html": "<section><p>Nicht zur Veröffentlichung</p><ul><li>Tel. 0123</li></ul></section>",
        },
        "ednotes": [
            {"role": "dpaednoterole:editorialnote", "ednote": "Folgt Bild", "is_publishable": True},
            {"role": "dpaednoterole:closingline", "ednote": "dpa sm yy", "is_publishable": True},
        ],
        "associations": [
            {"type": "image", "urn": "urn:b", "rank": 2, "caption": "Zwei", "creditline": "B/dpa", "renditions": FILES},
            {
                "type": "image",
                "urn": "urn:a",
                "is_featureimage": True,
                "headline": "Fähre",
                "caption": "Eins",
                "creditline": "Kim Phalla/dpa",
                "renditions": FILES,
            },
        ],
        "categories": [
            {"type": "dnltype:dpasubject", "name": "Schifffahrt", "qcode": "medtop:20000344", "rank": 1},
            {"type": "dnltype:geosubject", "name": "Kambodscha", "qcode": "dpacountry:9"},
            {"type": "dnltype:urgency", "name": "3", "qcode": "urgency:3"},
        ],
        "dpasubject_names": ["Schifffahrt"],
        "keyword_names": ["Fähre"],
        "desk_names": ["vm"],
    } | changed


def test_an_entry_is_understood_whole() -> None:
    dispatch = one(items.raw(entry()))
    assert (dispatch.guid, dispatch.version) == ("urn:newsml:example.org:20240506:1", "2")
    assert dispatch.version_created == datetime(2024, 5, 6, 0, 8, 9, tzinfo=UTC)
    assert (dispatch.kicker, dispatch.headline) == ("Schifffahrt", "Die Fähre fährt wieder")
    assert (dispatch.byline, dispatch.dateline, dispatch.place) == ("Sok Maly, dpa", "Koh Tamuon (dpa)", "Koh Tamuon")
    assert dispatch.subheadline == "Inseln atmen auf"
    assert dispatch.standfirst == "Eine Woche Sturm ist vorbei."
    assert dispatch.body_html == (
        "<p>Die Fähre fuhr am Montag.</p><h3>Reis</h3><p>Er reichte.</p><h3>Fakten</h3><p>Ein Schiff.</p>"
        '<ul><li><a href="https://harbour.example/">Hafen</a></li></ul>'
    )
    assert dispatch.usage_terms == "Nur für Zeitungen\n© dpa:1"
    assert Subject("Schifffahrt", "20000344", "medtop") in dispatch.subjects
    assert Subject("vm", "", "desk") in dispatch.subjects
    assert dispatch.mentions == (Subject("Kambodscha", "9", "dpacountry"), Subject("Fähre", "", "keyword"))
    assert [(picture.guid, picture.href) for picture in dispatch.pictures] == [
        ("urn:a", "https://files.example/l"),
        ("urn:b", "https://files.example/l"),
    ]
    assert (dispatch.pictures[0].caption, dispatch.pictures[0].credit) == ("Eins", "Kim Phalla/dpa")
    assert (dispatch.signal, dispatch.warnings, dispatch.unread) == ("", (), ())
    assert formats.recognise(items.raw(entry())).name == "dpa"


def test_the_notepad_is_for_editors_alone() -> None:
    dispatch = one(items.raw(entry()))
    assert dispatch.editor_note.split("\n") == [
        "Redaktionelle Hinweise",
        "Folgt Bild",
        "Nicht zur Veröffentlichung",
        "Tel. 0123",
        "dpa sm yy",
    ]
    assert not any("Tel." in words or "Bild" in words for words in words_of(dispatch.body_html))


def test_a_correction_says_so() -> None:
    assert one(items.raw(entry(signal="sig:correction"))).signal == "correction"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"pubstatus": "canceled", "article_html": None, "headline": ""}, Status.CANCELLED),
        ({"pubstatus": "withheld"}, Status.WITHHELD),
        ({"pubstatus": None}, Status.USABLE),
        ({"embargoed": "bald"}, Status.WITHHELD),
        ({"embargoed": ["2024-05-06T08:00:00Z"]}, Status.WITHHELD),
        ({"embargoed": "2024-05-06T08:00:00+02:00"}, Status.USABLE),
        ({"ednotes": [{"ednote": "Sperrfrist 6. Mai, 08.00 Uhr"}]}, Status.WITHHELD),
        ({"ednotes": [{"ednote": "Sperrfrist ist aufgehoben"}]}, Status.USABLE),
    ],
)
def test_what_may_be_used_is_told_from_what_may_not(changed: dict[str, Any], status: Status) -> None:
    dispatch = one(items.raw(entry(**changed)))
    assert dispatch.status is status
    assert bool(dispatch.warnings) == (status is Status.WITHHELD and "pubstatus" not in changed)


def test_an_entry_that_is_a_picture_becomes_one() -> None:
    image = {"type": "image", "urn": "urn:p", "caption": "Eins", "creditline": "K/dpa", "renditions": FILES}
    dispatch = one(
        items.raw(entry(urn="urn:p", article_html=None, infobox_html="", linkbox_html="", associations=[image]))
    )
    assert dispatch.kind == "picture"
    (picture,) = dispatch.pictures
    assert (picture.guid, picture.creator) == ("urn:p", "Sok Maly, dpa")


@pytest.mark.parametrize("wrapped", [lambda item: [item, 7], lambda item: {"entries": [item, 7], "receipt": "x"}])
def test_a_list_is_read_and_a_bad_entry_stops_none(wrapped: Any) -> None:
    reading = read(items.raw(wrapped(entry())))
    assert len(reading.dispatches) == 1
    assert reading.refused[0].startswith("entry 2: ")


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_value_may_stand_in_any_field(data: st.DataObject) -> None:
    item = json.loads(items.raw(entry()))
    path = data.draw(st.sampled_from(places(item)[1:]))
    held = item
    for name in path[:-1]:
        held = held[name]
    held[path[-1]] = data.draw(JSON)
    read_or_refuse(json.dumps(item).encode())


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples lie beside the repository")
def test_real_entries_are_read_whole() -> None:
    files = sorted(SAMPLES.glob("dpa-digitalwires/input/*.json"))
    assert len(files) == 13
    for path in files:
        raw = path.read_bytes()
        reading = read(raw)
        check(reading)
        dispatch = reading.dispatches[0]
        assert formats.recognise(raw).name == "dpa"
        assert dispatch.status is Status.USABLE
        assert dispatch.body_html or dispatch.pictures or dispatch.standfirst, path
        assert set(dispatch.unread) <= {"associations[0].renditions"}, path
        assert "Veröffentlichung bestimmt" not in dispatch.body_html, path
