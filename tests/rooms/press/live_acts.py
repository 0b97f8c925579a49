"""Acts upon live blogs as numbers choose them: opened, told entry by entry, corrected, closed."""

from __future__ import annotations

from collections.abc import Callable

from cast import prose
from newsroom_acts import Newsroom

from broadsheet.stories import live_blogs
from broadsheet.stories.errors import StoryError
from broadsheet.stories.live_blogs import Words
from broadsheet.stories.models import Byline, LiveBlog, LiveEntry, Photo


def words(room: Newsroom, choice: int) -> Words:
    room.number += 1
    body = prose(f"Entry {room.number} was told.")
    photo, byline, target = Photo.objects.order_by("pk").first(), Byline.objects.order_by("pk").first(), None
    if photo is not None and choice % 3 == 1:
        body.append({"type": "photo", "value": {"photo": photo.pk, "caption": ""}})
    if choice % 4 == 1:
        body.append({"type": "quotation", "value": {"text": "<p>So it is.</p>", "attribution": "A clerk"}})
    if choice % 5 == 1 and (target := room.story(choice)):
        body.append({"type": "prose", "value": f'<p><a linktype="page" id="{target.pk}">Earlier</a></p>'})
    headline = f"Entry number {room.number}" if choice % 2 else ""
    return Words(body, headline, byline.pk if byline and choice % 2 else None, is_key=choice % 3 == 0)


def a_blog(room: Newsroom, choice: int) -> LiveBlog | None:
    blogs = list(LiveBlog.objects.order_by("pk"))
    return blogs[choice % len(blogs)] if blogs else None


def an_entry(room: Newsroom, choice: int) -> LiveEntry | None:
    entries = list(LiveEntry.objects.filter(number__isnull=False, withdrawn_at=None).order_by("pk"))
    return entries[choice % len(entries)] if entries else None


def open_live_blog(room: Newsroom, choice: int) -> None:
    if story := room.story(choice):
        live_blogs.open_blog(story, by=None, now=room.now)


def post_an_entry(room: Newsroom, choice: int) -> None:
    """One, or as many as to begin another part."""
    blog = a_blog(room, choice)
    for n in range(live_blogs.A_PART if choice % 7 == 6 else 1):
        try:
            if blog is not None:
                live_blogs.post(blog, words(room, choice + n), by=None, now=room.now)
        except StoryError:
            # Closed, or killed.
            return


def submit_an_entry(room: Newsroom, choice: int) -> None:
    if (blog := a_blog(room, choice)) and blog.is_open:
        live_blogs.submit(blog, words(room, choice), by=room.cast.editor, now=room.now)


def correct_entry(room: Newsroom, choice: int) -> None:
    entry = an_entry(room, choice)
    try:
        if entry is not None:
            live_blogs.correct(entry, words(room, choice), by=None, now=room.now, seen=entry.changes)
    except StoryError:
        return


def mark_entry(room: Newsroom, choice: int) -> None:
    if entry := an_entry(room, choice):
        live_blogs.mark(entry, key=choice % 2 == 0, pinned=choice % 3 == 0, by=None, now=room.now)


def withdraw_entry(room: Newsroom, choice: int) -> None:
    if entry := an_entry(room, choice):
        live_blogs.withdraw(entry, by=None, now=room.now)


def close_live_blog(room: Newsroom, choice: int) -> None:
    if (blog := a_blog(room, choice)) and blog.is_open:
        live_blogs.close_blog(blog, by=None, now=room.now)


ACTS: tuple[Callable[[Newsroom, int], None], ...] = (
    open_live_blog, post_an_entry, submit_an_entry, correct_entry, mark_entry, withdraw_entry, close_live_blog,
)  # fmt: skip
