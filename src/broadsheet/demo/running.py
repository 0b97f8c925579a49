"""What runs on in the demo paper: an evening told live, and a dossier, from running.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction

from broadsheet.staff.models import Staff
from broadsheet.stories import dossiers, live_blogs, publication
from broadsheet.stories.live_blogs import Words
from broadsheet.stories.models import Byline, Dossier, DossierPerson, DossierQuotation, LiveBlog, Story
from broadsheet.stories.typed_words import blocks_of

Stories = Mapping[str, Story]
"""The stories in English, by slug."""


def tell(stories: Stories, bylines: Mapping[str, Byline], *, by: Staff, now: datetime) -> None:
    """The live blog and the dossier; what is there already is left as it is."""
    told = tomllib.loads(files("broadsheet.demo").joinpath("running.toml").read_text("utf-8"))
    with transaction.atomic():
        _live(told["live"], stories[told["live"]["story"]], bylines, by)
        _dossier(told["dossier"], stories, now)


def _live(told: dict[str, Any], story: Story, bylines: Mapping[str, Byline], by: Staff) -> None:
    if LiveBlog.objects.filter(story=story).exists():
        return
    begun = story.first_published_at - timedelta(minutes=told["minutes_before"])
    byline = bylines[told["byline"]].pk
    blog = live_blogs.open_blog(story, by=by, now=begun)
    end = begun
    for row in told["entries"]:
        end = begun + timedelta(minutes=row["after"])
        words = Words(blocks_of(row["text"]), row.get("headline", ""), byline, is_key=row.get("key", False))
        entry = live_blogs.post(blog, words, by=by, now=end)
        if "corrected" in row:
            later = Words(blocks_of(row["corrected"]), row.get("headline", ""), byline)
            at = begun + timedelta(minutes=row["corrected_after"])
            live_blogs.correct(entry, later, by=by, now=at, seen=entry.changes)
    live_blogs.close_blog(blog, by=by, now=end + timedelta(minutes=10))


def _dossier(told: dict[str, Any], stories: Stories, now: datetime) -> None:
    words = {name: told[name] for name in ("title", "summary", "background")}
    dossier, is_new = Dossier.objects.get_or_create(slug=told["slug"], language="en", defaults=words)
    if not is_new:
        return
    for row in told["stories"]:
        dossiers.put_in(dossier, stories[row["slug"]], now=now, line=row.get("line", ""))
    for number, row in enumerate(told["people"]):
        DossierPerson.objects.create(dossier=dossier, name=row["name"], line=row["line"], sort_order=number)
    for row in told["quotations"]:
        story = stories[row["story"]]
        DossierQuotation.objects.create(
            dossier=dossier,
            words=row["words"],
            speaker=row["speaker"],
            said_on=date.fromisoformat(publication.day_of(story.first_published_at)),
            story=story,
        )
