"""How a story of the demo is written, and what is said of one that is written wrongly."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from broadsheet.demo.body import Facts, InlinePhoto, Items, Paragraphs, Quoted, Rows, Subheading
from broadsheet.demo.copy import CopyError, read_demo, read_story

HEAD = """+++
headline = "The bridge opens"
slug = "bridge"
standfirst = "At last."
section = "national"
bylines = ["sok"]
days_ago = 0
time = "07:30"
prominence = 3
+++
"""


def _blocks(body: str) -> tuple[object, ...]:
    return read_story(f"{HEAD}\n{body}\n", "en", slug="bridge").blocks


def test_neighbouring_paragraphs_are_one_block_with_their_emphasis_and_links() -> None:
    body = "One *two*,\n**three** & <four>.\n\nSee [the map](https://example.org/a?b=1&c=2)."
    assert _blocks(body) == (
        Paragraphs(
            "<p>One <i>two</i>, <b>three</b> &amp; &lt;four&gt;.</p>"
            '<p>See <a href="https://example.org/a?b=1&amp;c=2">the map</a>.</p>'
        ),
    )


def test_a_link_that_is_no_web_address_stays_text() -> None:
    assert _blocks("[x](javascript:alert)") == (Paragraphs("<p>[x](javascript:alert)</p>"),)


def test_every_kind_of_block_is_read() -> None:
    body = """## Sums

> We counted. | A clerk

> Nobody said it.

- one
- *two*

1. first
2. second

|! Prices
| What | Riel |
| Lime | 500 |

!photo river | At dusk

!fact In short
Two lines
of text.

- a
- b
!end"""
    assert _blocks(body) == (
        Subheading("Sums"),
        Quoted("We counted.", "A clerk"),
        Quoted("Nobody said it.", ""),
        Items(False, ("one", "<i>two</i>")),
        Items(True, ("first", "second")),
        Rows("Prices", ("What", "Riel"), (("Lime", "500"),)),
        InlinePhoto("river", "At dusk"),
        Facts("In short", "<p>Two lines of text.</p><ul><li>a</li><li>b</li></ul>"),
    )


def test_what_the_front_matter_leaves_out_is_empty() -> None:
    story = read_story(f"{HEAD}\nText.\n", "en", slug="bridge")
    assert (story.kicker, story.dateline, story.photo, story.translation_of, story.topics) == ("", "", "", "", ())
    assert story.time == time(7, 30)


def test_a_story_of_later_today_came_out_yesterday() -> None:
    story, zone = read_story(f"{HEAD}\nText.\n", "en", slug="bridge"), ZoneInfo("Asia/Phnom_Penh")
    before = story.published_at(datetime(2024, 3, 1, 0, 0, tzinfo=UTC), zone)
    after = story.published_at(datetime(2024, 3, 1, 0, 30, tzinfo=UTC), zone)
    assert before.isoformat() == "2024-02-29T07:30:00+07:00"
    assert after.isoformat() == "2024-03-01T07:30:00+07:00"


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("Text.\n\n| a | b |\n| c |", 15, "differs in length"),
        ("|! Only a caption\n| a |", 12, "needs a head and a row"),
        ("Text.\n\n!fact Open\nnever closed", 14, "no !end"),
        ("- one\nand on", 12, "one item a line"),
        ("!foto river", 12, "'!foto'"),
        ("### Too deep", 12, "'###'"),
        ("", 11, "has no body"),
    ],
)
def test_a_malformed_body_is_refused_with_its_line(body: str, line: int, said: str) -> None:
    with pytest.raises(CopyError) as caught:
        _blocks(body)
    assert caught.value.line == line
    assert caught.value.file == "stories/en/bridge.md"
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No facts at all", "between two lines of +++"),
        (HEAD.replace("07:30", "half past") + "\nText.", "facts between"),
        (HEAD.replace("days_ago = 0\n", "") + "\nText.", "days_ago"),
        (HEAD.replace("headline", "hedline") + "\nText.", "hedline"),
        (HEAD.replace("prominence = 3", "prominence = 5") + "\nText.", "from 1 to 4"),
        (HEAD.replace('slug = "bridge"', 'slug = "ferry"') + "\nText.", "ferry.md"),
    ],
)
def test_malformed_facts_are_refused(text: str, said: str) -> None:
    with pytest.raises(CopyError, match=r"stories/en/bridge\.md") as caught:
        read_story(text, "en", slug="bridge")
    assert said in str(caught.value)


def test_a_paper_without_its_tables_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo.toml").write_text('timezone = "UTC"\n', "utf-8")
    with pytest.raises(CopyError, match=r"demo\.toml"):
        read_demo(tmp_path)
