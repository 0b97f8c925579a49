"""Releases of the Media Topics as IPTC gives them out, what retired ones mean now, and codes of agencies."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire.dispatch import Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.topics import code_file, codes, reading
from broadsheet.wire.topics.code_file import CodeRow
from broadsheet.wire.topics.scheme import Concept, Scheme, merged, nearest, upward

MEDTOP, SUBJ = "http://cv.iptc.org/newscodes/mediatopic/", "http://cv.iptc.org/newscodes/subjectcode/"


def concept(code: str, name: str, **others: Any) -> dict[str, Any]:
    return {"uri": MEDTOP + code, "qcode": f"medtop:{code}", "prefLabel": {"en-GB": name}, **others}


def release(*concepts: dict[str, Any]) -> Scheme:
    return reading.read(json.dumps({"dateReleased": "2023-03-31T12:00:00+00:00", "conceptSet": concepts}).encode())


RETIRED = {"retired": "2021-12-17T12:00:00+00:00"}
SPORT = concept("15000000", "sport", exactMatch=[SUBJ + "15000000", "https://www.wikidata.org/entity/Q349"])


def test_names_are_told_by_the_usual_codes_of_languages() -> None:
    labels = {
        "en-US": "labor",
        "en-GB": "labour",
        "se": "arbete",
        "dk": "arbejde",
        "no-NB": "arbeid",
        "zh-Hans": "劳工",
    }
    (one,) = release(concept("09000000", "", prefLabel=labels)).concepts.values()
    assert one.names == {"en": "labour", "sv": "arbete", "da": "arbejde", "nb": "arbeid", "zh": "劳工"}


@pytest.mark.parametrize(
    "says",
    [
        {"changeNote": {"en-GB": "It is recommended to use war crime (medtop:20000105)"}},
        {"note": {"en-GB": "This concept was merged into concept medtop:20000105 as they were not different"}},
        {"note": {"en-GB": "Retired. Use Media Topic war crime + sports facet."}},
        {"replacedBy": [MEDTOP + "20000105"]},
        {"isReplacedBy": {"qcode": "medtop:20000105"}},
    ],
)
def test_a_retired_topic_means_its_successor(says: dict[str, Any]) -> None:
    scheme = release(
        SPORT, concept("20000064", "war crime action", **RETIRED, **says), concept("20000105", "war crime")
    )
    assert scheme.means_now("20000064") == "20000105"
    assert scheme.means_now("20000105") == "20000105"


def test_a_retired_topic_without_a_successor_means_the_nearest_broader_one_in_use() -> None:
    boxing = concept("20000856", "boxing", broader=[MEDTOP + "15000000"], **RETIRED)
    weight = concept("20000871", "super-flyweight", broader=[MEDTOP + "20000856"], **RETIRED)
    assert release(SPORT, boxing, weight).means_now("20000871") == "15000000"


def test_successors_that_go_in_a_circle_mean_nothing() -> None:
    one = concept("20000001", "a", replacedBy="medtop:20000002", **RETIRED)
    other = concept("20000002", "b", replacedBy="medtop:20000001", **RETIRED)
    assert release(one, other).means_now("20000001") == ""
    assert release(SPORT).means_now("20009999") == ""


def test_a_subject_code_means_what_matches_it_exactly_before_what_is_close_or_retired() -> None:
    scheme = release(
        concept("20000010", "old", exactMatch=[SUBJ + "15054000"], broader=[MEDTOP + "15000000"], **RETIRED),
        concept("20000011", "near", closeMatch=[SUBJ + "15054000"]),
        concept("20001065", "soccer", exactMatch=[SUBJ + "15054000"]),
        concept("20000012", "wide", broadMatch=[SUBJ + "15003000"]),
        SPORT,
    )
    assert scheme.by_subject_code() == {"15054000": "20001065", "15000000": "15000000"}


G2 = """<knowledgeItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="http://cv.iptc.org/newscodes/mediatopic/">
<itemMeta><versionCreated>2024-04-02T12:00:00+00:00</versionCreated></itemMeta><conceptSet>
<concept modified="2021-02-18T12:00:00+00:00"><conceptId qcode="medtop:15000000"/><name xml:lang="en-GB">sport</name>
  <name xml:lang="fr">Sport</name><sameAs qcode="subj:15000000"/></concept>
<concept><conceptId qcode="medtop:20000822"/><name xml:lang="en-GB">sport event</name><broader qcode="medtop:15000000"/>
  <related rel="skos:closeMatch" qcode="subj:15073000"/></concept>
<concept><conceptId qcode="medtop:20001122" retired="2021-12-17T12:00:00+00:00"/><name xml:lang="en-GB">world cup</name>
  <broader qcode="medtop:20000822"/></concept>
<concept><conceptId qcode="medtop:20000903" retired="2017-07-04T12:00:00+00:00"/><name xml:lang="en-GB">keirin</name>
  <note>Retired. Use medtop:20000822</note></concept></conceptSet></knowledgeItem>"""


def test_a_knowledge_item_of_newsml_g2_is_read() -> None:
    scheme = reading.read(G2.encode())
    assert scheme.released_on == date(2024, 4, 2)
    sport, event, cup, keirin = scheme.concepts.values()
    assert (dict(sport.names), event.broader) == ({"en": "sport", "fr": "Sport"}, "15000000")
    assert (scheme.means_now(cup.code), scheme.means_now(keirin.code)) == ("20000822", "20000822")
    assert scheme.by_subject_code() == {"15000000": "15000000", "15073000": "20000822"}


def test_the_later_state_of_a_topic_wins_and_names_and_successors_of_both_are_kept() -> None:
    old = Concept("20000064", {"en": "old", "fr": "vieux"}, "16000000", date(2016, 4, 5), date(2016, 4, 5), "20000105")
    new = Concept("20000064", {"en": "new"}, "20000053", date(2016, 4, 5), date(2021, 2, 18), same=("16009000",))
    for first, second in ((old, new), (new, old)):
        (one,) = merged(Scheme(None, {first.code: first}), Scheme(None, {second.code: second})).concepts.values()
        assert (one.names, one.broader, one.successor) == ({"en": "new", "fr": "vieux"}, "20000053", "20000105")
        assert one.same == ("16009000",)


@pytest.mark.parametrize(
    ("subject", "meant"),
    [
        (Subject("", "medtop:20000822"), ("medtop", "20000822")),
        (Subject("", "20000822", "http://cv.iptc.org/newscodes/mediatopic/"), ("medtop", "20000822")),
        (Subject("", "http://cv.iptc.org/newscodes/mediatopic/15000000"), ("medtop", "15000000")),
        (Subject("", "20000822"), ("medtop", "20000822")),
        (Subject("", "subj:15054000"), ("subj", "15054000")),
        (Subject("", "15054000", "iptccode"), ("subj", "15054000")),
        (Subject("", "15054000"), ("subj", "15054000")),
        (Subject("", "20161231", "afpdate"), ("", "20161231")),
        (Subject("", "15054000", "customers"), ("", "15054000")),
        (Subject("Football", "FBL", "afp"), ("", "FBL")),
        (Subject("", "SPO", "category"), ("subj", "15000000")),
        (Subject("", "ECO", "urn:newsml:anp.nl:20090407:ANPCatCodes:W"), ("subj", "04000000")),
        (Subject("", "POL", "N2"), ("", "POL")),
        (Subject("Football"), ("", "Football")),
        (Subject(""), ("", "")),
    ],
)
def test_codes_are_told_by_their_list_and_their_shape(subject: Subject, meant: tuple[str, str]) -> None:
    assert codes.of(subject) == meant


def test_a_subject_code_leads_to_those_above_it() -> None:
    assert list(codes.upward("15054003")) == ["15054003", "15054000", "15000000"]
    assert list(codes.upward("15000000")) == ["15000000"]


BROADER = {"20001065": "20000822", "20000822": "15000000", "20000621": "11000000"}


def test_the_nearest_of_several_topics_is_found_through_those_above() -> None:
    assert nearest(["20001065"], {"15000000", "11000000"}, broader=BROADER) == "15000000"
    assert nearest(["20001065", "20000621"], {"15000000", "11000000"}, broader=BROADER) == "11000000"
    assert nearest(["20000621"], {"15000000"}, broader=BROADER) is None
    assert nearest([], {"15000000"}, broader=BROADER) is None


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")), st.sampled_from("abcdef"))
def test_the_way_up_ends_whatever_the_tree(broader: dict[str, str], code: str) -> None:
    assert upward(code, broader)[0] == code


def test_a_table_of_codes_is_read_whatever_parts_its_columns() -> None:
    for table in (
        "Scheme,Code,Topic\nafp,SPO,medtop:15000000\n,POL,11000000\n\n",
        "code;topic;scheme\nPOL;11000000;\nSPO;15000000;afp",
    ):
        assert set(code_file.read(table.encode("utf-8-sig"))) == {
            CodeRow("afp", "SPO", "15000000"),
            CodeRow("", "POL", "11000000"),
        }


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "columns"),
        (b"a,b\n1,2", "columns"),
        (b"code,topic\nSPO,sport", "Line 2.*eight digits.*sport"),
        (b"code,topic\nSPO,15000000\n,15000000", "Line 3"),
        (b"code,topic\n\xff\xfe", "UTF-8"),
    ],
)
def test_a_table_that_says_nothing_clear_is_refused_with_its_line(raw: bytes, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        code_file.read(raw)
    assert re.search(why, refusal.value.sentence)


def book(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, value in parts.items():
            made.writestr({"sheet": "xl/worksheets/sheet1.xml", "texts": "xl/sharedStrings.xml"}[name], value)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b'{"conceptSet": 3}',
        b'{"conceptSet": []}',
        b'{"01000000": "arts"}',
        b"<a/>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        b"PK\x03\x04",
        book(sheet=b"<a/>"),
        book(sheet=b"<a/>", texts=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        book(sheet=b" " * 70_000_000, texts=b"<a/>"),
        b"plain",
    ],
)
def test_other_files_are_refused(raw: bytes) -> None:
    with pytest.raises(Refused):
        reading.read(raw)


@pytest.mark.samples
def test_the_real_releases_are_read_and_every_retired_topic_means_one_in_use(samples: Path) -> None:
    counts = {}
    whole = Scheme(None)
    for name in ("cptall-x-all.json", "cptall-en-US.json", "IPTC-MediaTopic-NewsCodes-mappings.xlsx"):
        scheme = reading.read((samples / "mediatopics" / name).read_bytes())
        retired = [one for one in scheme.concepts.values() if one.retired_on]
        counts[name] = (len(scheme.concepts), len(retired))
        whole = merged(whole, scheme)
        for one in retired:
            assert whole.concepts[whole.means_now(one.code)].retired_on is None, one
    assert counts == {
        "cptall-x-all.json": (1286, 153),
        "cptall-en-US.json": (1370, 270),
        "IPTC-MediaTopic-NewsCodes-mappings.xlsx": (1372, 273),
    }
    # Named in the release of 2019 only, and still known after those that name nothing.
    assert (whole.means_now("20000064"), whole.means_now("20000163")) == ("20000105", "20000144")
    assert whole.by_subject_code()["15054000"] == "20001065"
    top = [one for one in whole.concepts.values() if not one.broader]
    assert sorted(one.code for one in top) == [f"{n:02}000000" for n in range(1, 18)]
