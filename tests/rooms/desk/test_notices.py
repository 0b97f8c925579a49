"""Who is told of what happens with a story: on the screen in the act's own transaction, by mail after it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cast import NOW, Cast
from clock import Clock
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from signed_in import signed_in

from broadsheet import paperfile
from broadsheet.cli import checkup
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


@pytest.fixture
def refusing(sending: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Clock:
    """A mail server at which nobody answers, and the hour that everybody reads."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = nobody.getsockname()[1]
    clock = Clock(NOW)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def given(cast: Cast) -> Notice:
    (made,) = notices.tell([of("reporter")], cast.flood, "note", now=NOW, words="Ring them.")
    return made


def test_a_mail_that_fails_is_tried_again_for_a_day_and_then_given_up(
    refusing: Clock, cast: Cast, people: dict[str, Client]
) -> None:
    notice = given(cast)
    assert notices.mail_again(now=NOW) == 0, "the worker has it"
    waits = []
    while len(waits) < 20:
        notices.mail.call(notice.pk)
        notice.refresh_from_db()
        if notice.mail_due_at is None:
            break
        waits.append(notice.mail_due_at - refusing.now)
        assert notices.mail_again(now=notice.mail_due_at - timedelta(seconds=1)) == 0
        refusing.now = notice.mail_due_at
        assert notices.mail_again(now=refusing.now) == 1
        assert notices.mail_again(now=refusing.now) == 0, "handed over once"
    assert waits == list(notices.PAUSES) and timedelta(hours=24) < sum(waits, timedelta()) < timedelta(hours=27)
    assert "ConnectionRefusedError" in notice.mail_error and notice.mail_tries == len(notices.PAUSES) + 1
    assert list(notices.unsent(now=refusing.now)) == [notice] and notice.seen_at is None, "it stays on the screen"


def test_a_mail_goes_out_with_the_first_try_that_succeeds_and_once(
    refusing: Clock, cast: Cast, people: dict[str, Client], settings: Any
) -> None:
    notice = given(cast)
    notices.mail.call(notice.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    notices.mail.call(notice.pk)
    notices.mail.call(notice.pk)
    assert [one.to for one in mail.outbox] == [["reporter@courier.example"]]
    assert not notices.unsent(now=NOW).exists() and notices.mail_again(now=NOW + timedelta(days=1)) == 0


def test_what_a_worker_died_over_is_handed_over_again_unless_it_was_seen(
    refusing: Clock, cast: Cast, people: dict[str, Client], settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    notice = given(cast)
    assert queued() == 1 and notices.mail_again(now=NOW + notices.LEASE) == 1 and queued() == 2
    Notice.objects.update(seen_at=NOW)
    notices.mail.call(notice.pk)
    assert mail.outbox == [] and Notice.objects.get().mail_due_at is None


def test_the_doctor_names_mail_that_does_not_go(refusing: Clock, cast: Cast, people: dict[str, Client]) -> None:
    assert [one.state for one in checkup._mail()] == ["good"]
    notices.mail.call(given(cast).pk)
    (finding,) = checkup._mail()
    assert finding.state == "warning" and "1 notices" in finding.words and "ConnectionRefusedError" in finding.words


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
