"""The desk tells whether readers have what was published, and what is wrong where they don't."""

from __future__ import annotations

from datetime import timedelta

from cast import Cast
from django.test import Client
from django.utils import timezone

from broadsheet.desk.home import due_today
from broadsheet.desk.press_health import health
from broadsheet.press.models import Failure, Order, PressRun, Purge
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.models import DueFailure


def test_after_a_run_the_press_is_well(cast: Cast, chief: Client, press: Press) -> None:
    press.run_once(timezone.now())
    assert health(timezone.now()).well
    assert "The press is well." in chief.get("/desk/press/").content.decode()
    assert "Readers have everything" in chief.get("/desk/").content.decode()
    run = PressRun.objects.get()
    assert f"<td>{run.changed}</td>" in chief.get("/desk/press/").content.decode()


def test_orders_that_nobody_takes_alarm_the_desk(cast: Cast, chief: Client) -> None:
    Order.objects.update(due_at=timezone.now() - timedelta(minutes=5))
    for address in ("/desk/", "/desk/press/"):
        assert "Is the press running?" in chief.get(address).content.decode()


def test_a_page_that_would_not_press_is_named_with_the_reason(cast: Cast, chief: Client) -> None:
    now = timezone.now()
    Failure.objects.create(
        address="/world",
        recipe="list",
        template="list.html",
        key="list:section/4",
        message="RenderFault: list.html: <no value>",
        since=now,
        tried_at=now,
    )
    text = chief.get("/desk/press/").content.decode()
    assert "<code>/world</code>" in text and "RenderFault: list.html: &lt;no value&gt;" in text
    assert "<code>list.html</code>" in text and "<code>list:section/4</code>" in text
    assert "1 page could not be pressed" in chief.get("/desk/").content.decode()


def test_a_story_that_would_not_go_out_is_named_with_the_reason(cast: Cast, chief: Client) -> None:
    now = timezone.now()
    acts.schedule(cast.wedding, now + timedelta(seconds=1), by=cast.editor, now=now)
    DueFailure.objects.create(page=cast.wedding.page_ptr, reason="Its headline is missing.", since=now, tried_at=now)
    for address in ("/desk/", "/desk/press/"):
        text = chief.get(address).content.decode()
        assert "Its headline is missing." in text and cast.wedding.title in text


def test_what_is_due_today_is_listed_by_its_time(cast: Cast, chief: Client) -> None:
    now = timezone.now()
    acts.schedule(cast.wedding, now + timedelta(seconds=1), by=cast.editor, now=now)
    cast.flood.__class__.objects.filter(pk=cast.flood.pk).update(expire_at=now)
    assert [(due.what, due.page_id) for due in due_today(now)] == [
        ("Comes down", cast.flood.pk),
        ("Goes out", cast.wedding.pk),
    ]
    text = chief.get("/desk/").content.decode()
    assert "2 due today" in text and "5 live stories" in text


def test_what_is_still_old_in_a_cache_is_named_with_the_reason(cast: Cast, chief: Client) -> None:
    now = timezone.now()
    Purge.objects.create(address="/new", run=7, made_at=now, try_at=now)
    assert "Still old in the cache" not in chief.get("/desk/press/").content.decode(), "it has not been tried yet"
    Purge.objects.create(address="/world", run=7, made_at=now, try_at=now, tries=2, message="varnish answered <503>")
    text = chief.get("/desk/press/").content.decode()
    assert "<code>/world</code>" in text and "varnish answered &lt;503&gt;" in text and "/new" not in text
