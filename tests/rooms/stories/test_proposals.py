"""Law 6: an update to a story that is ours by now is a proposal, and an editor decides it row by row."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cast import NOW
from harbour import deliver, draft, item, latest, picture
from PIL import Image
from wagtail.models import Workflow

from broadsheet.paperfile import PaperFile
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, lineage, proposals
from broadsheet.stories.body_pieces import pieces_of
from broadsheet.stories.errors import AlreadyDecided, DraftMovedOn, NotDecided
from broadsheet.stories.merging import Standing
from broadsheet.stories.models import Proposal, Story, StoryOrigin, Topic
from broadsheet.stories.proposals import Choice
from broadsheet.wire.models import picture_folder

FIRST = ["Ships come in.", "Three of them are new.", "The mayor spoke."]
SECOND = ["Ships come in.", "Four of them are new.", "The mayor spoke at length.", "A band played."]
OURS = ["Ships come in.", "Three of them are new.", "The mayor spoke briefly.", "Our own last line."]


@pytest.fixture(autouse=True)
def no_files_left(paper: PaperFile) -> Iterator[None]:
    yield
    shutil.rmtree(picture_folder(), ignore_errors=True)
    (paper.data / "kills.jsonl").unlink(missing_ok=True)


@pytest.fixture
def editor(paper: PaperFile) -> Staff:
    return Staff.objects.create_user("editor@courier.example", is_staff=True, is_superuser=True)


def copy(*paragraphs: str) -> list[dict[str, str]]:
    return [{"contenttype": "text/html", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]


def first(**others: Any) -> dict[str, Any]:
    return item(1, bodies=copy(*FIRST), **others)


def second(number: int = 2, **others: Any) -> dict[str, Any]:
    return item(number, bodies=copy(*SECOND), **others)


def edited(by: Staff, **others: Any) -> Story:
    """A story made from the first version, in which an editor has written as the desk's editor stores it."""
    story = draft(deliver(first(**others)))
    ours = latest(story)
    ours.body = [{"type": "prose", "value": "".join(f'<p data-block-key="k{n}">{t}</p>' for n, t in enumerate(OURS))}]
    ours.save_revision(user=by)
    return story


def proposed(value: dict[str, Any]) -> Proposal:
    lineage.carry([deliver(value)], now=NOW)
    return Proposal.objects.get(state="waiting")


def words(story: Story) -> list[str]:
    return [piece.key.removeprefix("<p>").removesuffix("</p>") for piece in pieces_of(latest(story).body.raw_data)]


def decide(proposal: Proposal, by: Staff, **choices: str) -> Story:
    found = proposals.compare(proposal)
    chosen = {name.lstrip("r"): Choice(what) for name, what in choices.items()}
    return proposals.apply(proposal, chosen, revision_id=found.revision_id, by=by, now=NOW)


def test_an_update_to_an_edited_story_is_laid_beside_it(editor: Staff) -> None:
    edited(editor)
    found = proposals.compare(proposed(second()))
    assert [row.standing for row in found.body] == [
        Standing.SAME, Standing.THEIRS, Standing.BOTH, Standing.OURS, Standing.THEIRS,
    ]  # fmt: skip
    assert {row.name: row.standing for row in found.fields} == {
        "title": Standing.THEIRS, "standfirst": Standing.SAME, "dateline": Standing.SAME,
        "credit_line": Standing.SAME, "topics": Standing.SAME,
    }  # fmt: skip


def test_what_we_did_not_touch_is_taken_and_the_rest_is_as_chosen(editor: Staff) -> None:
    story = edited(editor)
    proposal = proposed(second())
    decide(proposal, editor, title="theirs", r1="theirs", r2="ours", r4="theirs")
    assert latest(story).title == "Harbour opens, version 2"
    assert words(story) == [
        "Ships come in.", "Four of them are new.", "The mayor spoke briefly.", "Our own last line.", "A band played.",
    ]  # fmt: skip
    revision = Story.objects.get(pk=story.pk).get_latest_revision()
    assert revision.user == editor and not Story.objects.get(pk=story.pk).live
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.revision_id) == ("applied", editor, revision.pk)
    assert proposal.decisions["2"] == "ours" and proposal.decisions["1"] == "theirs"


def test_a_row_may_be_written_anew(editor: Staff) -> None:
    story = edited(editor)
    proposal = proposed(second())
    found = proposals.compare(proposal)
    choices = {"2": Choice("edit", "The mayor spoke <briefly>.\n\nPeople left.")}
    proposals.apply(proposal, choices, revision_id=found.revision_id, by=editor, now=NOW)
    assert words(story)[2:4] == ["The mayor spoke <briefly>.", "People left."]
    assert "&lt;briefly&gt;" in str(latest(story).body.raw_data[0]["value"])


def test_where_both_changed_a_row_somebody_must_choose(editor: Staff) -> None:
    story = edited(editor)
    before = words(story)
    with pytest.raises(NotDecided):
        decide(proposed(second()), editor, r1="theirs")
    assert words(story) == before and Proposal.objects.get().state == "waiting"


def test_a_decision_about_an_older_draft_changes_nothing(editor: Staff) -> None:
    story = edited(editor)
    proposal = proposed(second())
    found = proposals.compare(proposal)
    latest(story).save_revision(user=editor)
    with pytest.raises(DraftMovedOn):
        proposals.apply(proposal, {"2": Choice("ours")}, revision_id=found.revision_id, by=editor, now=NOW)
    assert Proposal.objects.get().state == "waiting"


def test_an_update_to_a_published_story_is_a_proposal_and_readers_keep_theirs(editor: Staff) -> None:
    story = draft(deliver(first()))
    acts.publish(story, by=editor, now=NOW)
    proposal = proposed(second())
    found = proposals.compare(proposal)
    assert found.to_ask == () and set(found.to_take) == {"title", "1", "2", "3"}
    decide(proposal, editor, **{f"r{name}" if name.isdigit() else name: "theirs" for name in found.to_take})
    assert words(story) == SECOND
    live = Story.objects.get(pk=story.pk)
    assert live.live and live.title == "Harbour opens, version 1" and live.has_unpublished_changes


def test_a_newer_proposal_overtakes_and_a_replay_makes_none(editor: Staff) -> None:
    edited(editor)
    old = proposed(second())
    new = proposed(second(3))
    old.refresh_from_db()
    assert (old.state, new.version.version) == ("superseded", "3")
    assert lineage.carry([deliver(second(3))], now=NOW) == []
    with pytest.raises(AlreadyDecided):
        proposals.dismiss(old, by=editor, now=NOW)


def test_what_was_dismissed_stays_on_the_record_and_is_not_asked_again(editor: Staff) -> None:
    story = edited(editor)
    before = words(story)
    proposal = proposed(second())
    proposals.dismiss(proposal, by=editor, now=NOW)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, words(story)) == ("dismissed", editor, before)
    lineage.carry([deliver(second())], now=NOW)
    assert not Proposal.objects.filter(state="waiting").exists()
    third = proposals.compare(proposed(item(3, bodies=copy(*SECOND[:3], "A band played twice."))))
    assert third.to_take == () or "3" not in third.to_take
    assert StoryOrigin.objects.get().version.version == "2"


def test_a_locked_draft_does_not_follow_by_itself(editor: Staff) -> None:
    story = draft(deliver(first()))
    Story.objects.filter(pk=story.pk).update(locked=True, locked_by=editor)
    assert proposed(second()).base.version == "1"
    assert words(story) == FIRST


def test_a_draft_in_a_workflow_does_not_follow_by_itself(editor: Staff) -> None:
    story = draft(deliver(first()))
    Workflow.objects.get().start(story, editor)
    proposal = proposed(second())
    assert words(story) == FIRST
    decide(proposal, editor, r1="theirs")
    assert words(story)[1] == SECOND[1]
    assert Story.objects.get(pk=story.pk).current_workflow_state is not None


def test_a_draft_that_followed_by_itself_says_so(editor: Staff) -> None:
    story = draft(deliver(first()))
    lineage.carry([deliver(second())], now=NOW)
    assert words(story) == SECOND
    noted = Proposal.objects.get()
    assert (noted.state, noted.base.version, noted.version.version) == ("followed", "1", "2")


def test_a_new_picture_is_proposed_and_taken_by_choice(editor: Staff, tmp_path: Path) -> None:
    Image.new("RGB", (600, 400), "#405060").save(tmp_path / "harbour.jpg", "JPEG")
    taken = deliver(first(associations=[picture()]), tmp_path)
    story = draft(taken)
    acts.publish(story, by=editor, now=NOW)
    before = latest(story).lead_photo
    Image.new("RGB", (640, 400), "#a05060").save(tmp_path / "noon.jpg", "JPEG")
    other = {**picture(), "uri": "urn:example:noon"}
    other["renditions"] = [{**other["renditions"][0], "href": "noon.jpg"}]
    lineage.carry([deliver(second(associations=[other]), tmp_path)], now=NOW)
    proposal = Proposal.objects.get(state="waiting")
    assert proposals.compare(proposal).picture.standing is Standing.THEIRS
    decide(proposal, editor, picture="theirs")
    assert latest(story).lead_photo.wire_guid == "urn:example:noon" != before.wire_guid


def test_what_was_taken_in_before_a_crash_is_carried_afterwards(editor: Staff) -> None:
    edited(editor)
    deliver(second())
    assert lineage.carry_left(now=NOW) == []
    later = NOW + timedelta(minutes=2)
    assert len(lineage.carry_left(now=later)) == 1
    assert lineage.carry_left(now=later) == []
    assert Proposal.objects.get().state == "waiting"


def test_credit_topics_and_caption_are_proposed_too(editor: Staff, tmp_path: Path) -> None:
    ports, trade = (Topic.objects.create(name=name, language="en", slug=name.lower()) for name in ("Ports", "Trade"))
    Image.new("RGB", (600, 400), "#405060").save(tmp_path / "harbour.jpg", "JPEG")
    story = draft(deliver(first(subjects=[{"name": "ports"}], associations=[picture()]), tmp_path))
    latest(story).save_revision(user=editor)
    told = {**picture(), "descriptions": [{"role": "caption", "value": "The harbour at dusk."}]}
    credit = [{"name": "Delta/Reuters", "role": "isc:creditline"}]
    changed = second(infosources=credit, subjects=[{"name": "trade"}, {"name": "ports"}], associations=[told])
    lineage.carry([deliver(changed, tmp_path)], now=NOW)
    proposal = Proposal.objects.get(state="waiting")
    rows = {row.name: row for row in proposals.compare(proposal).fields}
    assert (rows["credit_line"].old, rows["credit_line"].new) == ("Delta", "Delta/Reuters")
    assert (rows["topics"].old, rows["topics"].new, rows["topics"].ours) == ("Ports", "Ports, Trade", "Ports")
    assert (rows["lead_caption"].ours, rows["lead_caption"].new) == ("The harbour at noon.", "The harbour at dusk.")
    assert proposals.compare(proposal).picture.standing is Standing.SAME
    assert {rows[name].standing for name in ("credit_line", "topics", "lead_caption")} == {Standing.THEIRS}
    proposals.take_untouched(proposal, revision_id=proposals.compare(proposal).revision_id, by=editor, now=NOW)
    ours = latest(story)
    assert (ours.credit_line, ours.lead_caption) == ("Delta/Reuters", "The harbour at dusk.")
    assert [row.topic_id for row in ours.story_topics.all()] == [trade.pk, ports.pk]
