"""Who is told of what happens with a story: on the screen in the act's own transaction, by mail after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cast import NOW, Cast
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from signed_in import signed_in

from broadsheet import paperfile
from broadsheet.paperfile.mail import MailPlan
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, notices, roles, stages
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Assignment, Notice, Story

BOARD = "/desk/board/"


@pytest.fixture
def people(cast: Cast) -> dict[str, Client]:
    found = {role: signed_in(f"{role}@courier.example") for role in ("reporter", "sub-editor", "section-editor")}
    for role in found:
        of(role).groups.set(roles.groups_of(role, [cast.national]))
    return found


@pytest.fixture
def story(cast: Cast, people: dict[str, Client]) -> Story:
    """A reporter's draft in National."""
    return acts.create(cast.national, StoryText("Dam opens", []), by=of("reporter"), now=NOW)


@pytest.fixture
def sending(paper: object) -> Iterator[None]:
    """The paper has a mail server."""
    usual = paperfile.current()
    paperfile._current = replace(usual, mail=MailPlan("smtp.courier.example", sender="desk@courier.example"))
    yield
    paperfile._current = usual


def of(role: str) -> Staff:
    return Staff.objects.get(email=f"{role}@courier.example")


def queued() -> int:
    return DBTaskResult.objects.filter(task_path__endswith="notices.mail").count()


def told(role: str) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(person=of(role)).order_by("pk").values_list("kind", "words"))


def test_each_is_told_what_concerns_them_and_nobody_what_they_did(story: Story, people: dict[str, Client]) -> None:
    stages.submit(story, by=of("reporter"))
    assert told("sub-editor") == told("section-editor") == [("waits", "Copy desk")] and told("reporter") == []
    stages.pass_on(story, by=of("sub-editor"))
    assert told("section-editor")[1:] == [("waits", "Section editor")] and len(told("sub-editor")) == 1
    stages.send_back(Story.objects.get(pk=story.pk), by=of("section-editor"), reason="Which dam?")
    assert told("reporter") == [("back", "Which dam?")]
    given = {"person": of("sub-editor").pk, "due_at": "", "note": "Yours."}
    people["section-editor"].post(f"{BOARD}{story.pk}/", given)
    assert told("sub-editor")[1:] == [("given", "Yours.")]
    people["section-editor"].post(f"{BOARD}{story.pk}/", {**given, "note": "Ring them."})
    assert told("sub-editor")[2:] == [("note", "Ring them.")]


def test_what_comes_due_is_told_once_and_again_when_it_is_put_off(story: Story) -> None:
    row = Assignment.objects.create(story=story, person=of("reporter"), due_at=NOW)
    assert notices.tell_due(now=NOW - timedelta(minutes=1)) == 0
    assert notices.tell_due(now=NOW) == 1 and notices.tell_due(now=NOW) == 0
    row.due_at = NOW + timedelta(hours=1)
    row.save(update_fields=["due_at"])
    assert notices.tell_due(now=NOW + timedelta(hours=2)) == 1
    assert told("reporter") == [("due", ""), ("due", "")]
    acts.publish(story, by=None, now=NOW)
    Assignment.objects.update(due_at=NOW + timedelta(hours=3))
    assert notices.tell_due(now=NOW + timedelta(hours=4)) == 0, "it is done"


def test_a_notice_leads_to_its_story_and_is_seen_by_that(story: Story, people: dict[str, Client]) -> None:
    stages.submit(story, by=of("reporter"))
    assert "Notices (1)" in people["sub-editor"].get("/desk/").content.decode()
    notice = Notice.objects.get(person=of("sub-editor"))
    assert people["reporter"].get(f"/desk/notices/{notice.pk}/").status_code == 404, "it is somebody else's"
    answer = people["sub-editor"].get(f"/desk/notices/{notice.pk}/")
    assert answer.headers["Location"] == f"/desk/pages/{story.pk}/edit/"
    assert "Notices (1)" not in people["sub-editor"].get("/desk/notices/").content.decode()


def test_who_does_not_want_them_is_not_told(story: Story, people: dict[str, Client]) -> None:
    people["sub-editor"].post("/desk/notices/", {"wanted": ["given", "back"], "choose": "1"})
    stages.submit(story, by=of("reporter"))
    assert told("sub-editor") == [] and len(told("section-editor")) == 1
    people["section-editor"].post("/desk/notices/", {"seen": "1"})
    assert not Notice.objects.filter(seen_at=None).exists()


def test_mail_goes_after_the_act_and_only_where_the_paper_has_a_server(
    story: Story, people: dict[str, Client], sending: None
) -> None:
    people["section-editor"].post("/desk/notices/", {"wanted": Notice.Kind.values, "choose": "1"})
    stages.submit(story, by=of("reporter"))
    assert mail.outbox == [] and queued() == 1, "the other wants none by mail"
    notices.mail.call(Notice.objects.get(person=of("sub-editor")).pk)
    sent = mail.outbox[0]
    assert sent.to == ["sub-editor@courier.example"] and sent.from_email == "desk@courier.example"
    assert sent.subject.endswith("Waits at your stage: Dam opens") and "/desk/notices/" in sent.body
    paperfile._current = replace(paperfile.current(), mail=MailPlan())
    stages.pass_on(story, by=of("sub-editor"))
    assert queued() == 1


def test_the_page_asks_as_often_for_many_notices_as_for_few(cast: Cast, people: dict[str, Client]) -> None:
    def asked() -> int:
        people["reporter"].get("/desk/notices/")
        with CaptureQueriesContext(connection) as queries:
            people["reporter"].get("/desk/notices/")
        return len(queries)

    notices.tell([of("reporter")], cast.flood, "note", now=NOW)
    few = asked()
    for one in (cast.ferry, cast.market, cast.lantern):
        notices.tell([of("reporter")], one, "note", now=NOW)
    assert asked() == few
