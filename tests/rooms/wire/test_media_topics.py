"""Media Topics in the desk database: loaded, mapped to by sources' own codes, and kept with every version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from broadsheet.paperfile import PaperFile
from broadsheet.staff.models import Staff
from broadsheet.wire import topic_finding, topic_refiling, topic_tables
from broadsheet.wire.dispatch import Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.intake import take
from broadsheet.wire.models import CodeMapping, MediaTopic, Source, TopicRefiling, Version
from broadsheet.wire.topics import reading
from broadsheet.wire.topics.code_file import CodeRow

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
SUBJ = "http://cv.iptc.org/newscodes/subjectcode/"


def concept(code: str, name: str, broader: str = "", *same: str, **others: Any) -> dict[str, Any]:
    above = {"broader": [f"medtop:{broader}"]} if broader else {}
    return {"qcode": f"medtop:{code}", "prefLabel": {"en-GB": name, "fr": f"{name} (fr)"}, **above,
            "exactMatch": [SUBJ + one for one in same], **others}  # fmt: skip


CONCEPTS = [
    concept("15000000", "sport", "", "15000000"),
    concept("20000822", "competition", "15000000", "15073000"),
    concept("20001065", "soccer", "20000822", "15054000"),
    concept("20001122", "world cup", "20000822", "15073018", retired="2021-12-17T12:00:00+00:00"),
    concept("11000000", "politics", "", "11000000"),
]


@pytest.fixture
def afp(db: None) -> Source:
    topic_tables.load(reading.read(json.dumps({"conceptSet": CONCEPTS}).encode()))
    return Source.objects.create(slug="afp", name="AFP")


def test_a_release_is_loaded_once_however_often(afp: Source) -> None:
    done = topic_tables.load(reading.read(json.dumps({"conceptSet": CONCEPTS}).encode()))
    assert (done.topics, done.retired, done.without_meaning, done.subject_codes) == (5, 1, 0, 5)
    assert (MediaTopic.objects.count(), CodeMapping.objects.count()) == (5, 5)
    topic = MediaTopic.objects.get(code="20001122")
    assert (topic.means_now, topic.name("fr"), topic.name("km")) == ("20000822", "world cup (fr)", "world cup")


@pytest.mark.parametrize(
    ("subjects", "topics"),
    [
        ([Subject("", "medtop:20001065")], ["20001065"]),
        ([Subject("", "20001122", "medtop")], ["20000822"]),
        ([Subject("", "15054000", "subj"), Subject("", "15054003", "subj")], ["20001065"]),
        ([Subject("", "15073018", "subj")], ["20000822"]),
        ([Subject("", "12001000", "subj")], ["12000000"]),
        ([Subject("", "20009999", "medtop")], ["20009999"]),
        ([Subject("Football", "FBL", "afpsubject"), Subject("Sport")], []),
        ([], []),
    ],
)
def test_codes_of_iptc_mean_a_topic_in_use(afp: Source, subjects: list[Subject], topics: list[str]) -> None:
    assert topic_finding.topics_for(subjects, afp.pk) == topics


def test_a_sources_own_codes_mean_what_its_map_says_and_no_other_sources(afp: Source) -> None:
    rows = [CodeRow("", "FBL", "20001122"), CodeRow("list", "FBL", "20001065"), CodeRow("", "Politique", "11000000")]
    assert topic_tables.map_codes(afp, rows, replace=False) == (3, 3)
    football, politics = Subject("Foot", "FBL", "other"), Subject("Politique")
    assert topic_finding.topics_for([football, politics], afp.pk) == ["20000822", "11000000"]
    assert topic_finding.topics_for([Subject("Foot", "FBL", "list")], afp.pk) == ["20001065"]
    assert topic_finding.topics_for([football, politics], Source.objects.create(slug="other", name="Other").pk) == []


def test_a_sources_map_comes_before_iptcs(afp: Source) -> None:
    topic_tables.map_codes(afp, [CodeRow("", "15054000", "11000000")], replace=False)
    assert topic_finding.topics_for([Subject("", "15054000", "subj")], afp.pk) == ["11000000"]


def test_a_map_is_replaced_only_where_it_is_asked_for(afp: Source) -> None:
    topic_tables.map_codes(afp, [CodeRow("", "A", "15000000")], replace=False)
    assert topic_tables.map_codes(afp, [CodeRow("", "B", "15000000")], replace=False) == (1, 2)
    assert topic_tables.map_codes(afp, [CodeRow("", "B", "11000000")], replace=True) == (1, 1)
    assert CodeMapping.objects.filter(source=None).count() == 5


def test_a_map_to_a_topic_that_nobody_knows_is_refused_whole(afp: Source) -> None:
    with pytest.raises(Refused, match="20007777"):
        topic_tables.map_codes(afp, [CodeRow("", "A", "15000000"), CodeRow("", "B", "20007777")], replace=True)
    assert not CodeMapping.objects.filter(source=afp).exists()
    with pytest.raises(ValidationError):
        CodeMapping(source=afp, code="B", topic="sport").full_clean()


def test_the_topics_are_kept_with_the_version(afp: Source) -> None:
    item = {
        "uri": "urn:a", "type": "text", "version": "1", "versioncreated": "2026-11-23T01:00:00Z", "headline": "Match",
        "body_html": "<p>Goal.</p>", "subject": [{"code": "15054000", "scheme": "subj", "name": "foot"}],
    }  # fmt: skip
    take(json.dumps(item).encode(), source=afp, name="a.json", now=NOW)
    assert Version.objects.get().topics == ["20001065"]
    assert topic_finding.names(Version.objects.get().topics, "fr") == ["soccer (fr)"]


def test_a_section_is_found_through_the_topics_above(afp: Source, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert topic_finding.nearest(["20001065"], {"15000000", "11000000"}) == "15000000"
    assert topic_finding.nearest([], {"15000000"}) is None


def test_thirty_subjects_cost_as_many_questions_as_one(afp: Source, django_assert_num_queries: Any) -> None:
    for count in (1, 30):
        subjects = [Subject("", f"150540{number:02}", "subj") for number in range(count)]
        with django_assert_num_queries(2):
            topic_finding.topics_for(subjects, afp.pk)


@pytest.fixture
def chief(paper: PaperFile) -> Iterator[Client]:
    person = Staff.objects.create_user("chief@courier.example", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(person)
    yield client


def test_the_map_is_edited_at_the_desk(chief: Client, afp: Source) -> None:
    words = {"source": afp.pk, "scheme": "", "code": "FBL", "topic": "20001065"}
    chief.post("/desk/agency-codes/add/", words)
    row = CodeMapping.objects.get(source=afp)
    assert row.topic == "20001065"
    screen = chief.get("/desk/agency-codes/").content.decode()
    assert "FBL" in screen and "15073000" not in screen
    assert (
        "No loaded Media Topic"
        in chief.post("/desk/agency-codes/add/", {**words, "topic": "20007777"}).content.decode()
    )
    chief.post(f"/desk/agency-codes/edit/{row.pk}/", {**words, "topic": "11000000"})
    assert CodeMapping.objects.get(source=afp).topic == "11000000"


@pytest.mark.samples
def test_the_real_releases_go_in(db: None, samples: Path) -> None:
    for name in ("cptall-x-all.json", "IPTC-MediaTopic-NewsCodes-mappings.xlsx"):
        done = topic_tables.load(reading.read((samples / "mediatopics" / name).read_bytes()))
    assert (done.topics, done.without_meaning) == (1372, 0)
    assert done.subject_codes > 850


def test_what_has_come_in_is_filed_anew_by_a_new_map_and_goes_on_where_it_stopped(
    afp: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_refiling, "BATCH", 2)
    other = Source.objects.create(slug="other", name="Other")
    for number in range(5):
        word = {"uri": f"urn:{number}", "headline": "Cup", "body_text": "Goals.", "subject": [{"code": "FBL"}]}
        for source in (afp, other):
            assert take(json.dumps(word).encode(), source=source, name="cup.json", now=NOW).outcome == "taken"
    assert {tuple(row.topics) for row in Version.objects.all()} == {()}
    topic_tables.map_codes(afp, [CodeRow("", "FBL", "20001065")], replace=False)
    topic_refiling.begin(afp)
    assert topic_refiling.step()
    of_afp = Version.objects.filter(item__source=afp)
    assert of_afp.filter(topics=["20001065"]).count() == 2
    seen: list[tuple[int, int]] = []
    assert topic_refiling.go_on(progress=lambda done, of_all: seen.append((done, of_all))) == 3
    assert seen == [(4, 5), (5, 5)]
    assert of_afp.filter(topics=["20001065"]).count() == 5
    assert {tuple(row.topics) for row in Version.objects.filter(item__source=other)} == {()}
    assert not topic_refiling.step()
    assert not TopicRefiling.objects.exists()
