"""The demo paper: what it promises to a newcomer."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from broadsheet.demo.body import DemoBlock, Facts, InlinePhoto, Items, Paragraphs, Quoted, Rows, Subheading
from broadsheet.demo.copy import DemoPaper, DemoStory, read_demo

KHMER = re.compile(r"[\u1780-\u17ff]")
LARGEST_PHOTO = 160_000


@pytest.fixture(scope="module")
def paper() -> DemoPaper:
    return read_demo()


def _of(paper: DemoPaper, language: str) -> list[DemoStory]:
    return [story for story in paper.stories if story.language == language]


def _words(block: DemoBlock) -> str:
    """All that a reader reads of a block, tags taken out."""
    match block:
        case Paragraphs(html=html) | Facts(html=html):
            text = html
        case Subheading(text=text) | Quoted(text=text):
            pass
        case Items(items_html=items):
            text = " ".join(items)
        case Rows(caption=caption, head=head, rows=rows):
            text = " ".join((caption, *head, *(cell for row in rows for cell in row)))
        case InlinePhoto(caption=text):
            pass
    return re.sub(r"<[^>]+>", " ", text)


def test_there_are_sixty_stories_in_english_and_twenty_in_khmer(paper: DemoPaper) -> None:
    counts = Counter(story.language for story in paper.stories)
    assert counts["en"] >= 60
    assert counts["km"] >= 20


def test_every_name_that_a_story_uses_stands_in_the_paper(paper: DemoPaper) -> None:
    sections = {(s.language, s.slug) for s in paper.sections}
    bylines = {(b.language, b.slug) for b in paper.bylines}
    topics = {(t.language, t.slug) for t in paper.topics}
    photos = {(p.language, p.name) for p in paper.photos}
    english = {story.slug for story in _of(paper, "en")}
    for story in paper.stories:
        mine = story.language
        assert (mine, story.section) in sections, story.slug
        assert story.bylines, story.slug
        assert {(mine, name) for name in story.bylines} <= bylines, story.slug
        assert {(mine, name) for name in story.topics} <= topics, story.slug
        inline = {block.photo for block in story.blocks if isinstance(block, InlinePhoto)}
        assert {(mine, name) for name in inline | {story.photo} - {""}} <= photos, story.slug
        assert not story.translation_of or (mine != "en" and story.translation_of in english), story.slug
    for byline in paper.bylines:
        assert not byline.portrait or (byline.language, byline.portrait) in photos


def test_names_in_the_paper_are_used_once_and_used_at_all(paper: DemoPaper) -> None:
    for rows in (paper.sections, paper.bylines, paper.topics, paper.stories):
        names = [(row.language, row.slug) for row in rows]
        assert len(names) == len(set(names))
    assert len({photo.name for photo in paper.photos}) == len(paper.photos)
    assert len({byline.slug for byline in paper.bylines}) == len(paper.bylines)
    used = {(s.language, name) for s in paper.stories for name in (*s.bylines, *s.topics, s.section)}
    declared = {(s.language, s.slug) for s in paper.sections}
    declared |= {(b.language, b.slug) for b in paper.bylines} | {(t.language, t.slug) for t in paper.topics}
    assert declared == used


def test_every_section_of_each_language_has_stories_enough_for_its_strip(paper: DemoPaper) -> None:
    counts = Counter((story.language, story.section) for story in paper.stories)
    for section in paper.sections:
        assert counts[section.language, section.slug] >= (6 if section.language == "en" else 2), section.slug


def test_no_story_is_filler(paper: DemoPaper) -> None:
    for story in paper.stories:
        text = " ".join(_words(block) for block in story.blocks)
        assert "lorem ipsum" not in text.lower()
        assert story.headline.strip() and story.standfirst.strip()
        enough = len(text.split()) >= 100 if story.language == "en" else len(KHMER.findall(text)) >= 250
        assert enough, story.slug


def test_no_two_stories_share_a_paragraph_or_a_headline(paper: DemoPaper) -> None:
    seen: dict[str, str] = {}
    for story in paper.stories:
        prose = "".join(block.html for block in story.blocks if isinstance(block, Paragraphs))
        for text in [*re.findall(r"<p>(.*?)</p>", prose), story.headline, story.standfirst]:
            assert text not in seen, (text, story.slug, seen.get(text))
            seen[text] = story.slug


def test_khmer_stories_are_in_khmer_and_english_ones_in_latin_letters(paper: DemoPaper) -> None:
    for story in paper.stories:
        text = story.headline + " ".join(_words(block) for block in story.blocks)
        latin, khmer = len(re.findall(r"[A-Za-z]", text)), len(KHMER.findall(text))
        assert (khmer == 0) if story.language == "en" else (latin == 0), story.slug


def test_the_copy_is_set_in_proper_quotation_marks_and_dashes(paper: DemoPaper) -> None:
    for story in paper.stories:
        text = " ".join((story.headline, story.standfirst, *(_words(block) for block in story.blocks)))
        assert not re.search(r"""["'`]| -- | - """, text), story.slug


def test_prose_holds_no_tag_but_those_promised(paper: DemoPaper) -> None:
    for story in paper.stories:
        for block in story.blocks:
            if isinstance(block, Paragraphs):
                assert set(re.findall(r"</?(\w+)", block.html)) <= {"p", "b", "i", "a"}
            if isinstance(block, Facts):
                assert set(re.findall(r"</?(\w+)", block.html)) <= {"p", "b", "i", "a", "ul", "ol", "li"}


def test_every_kind_of_block_is_shown_in_both_languages(paper: DemoPaper) -> None:
    kinds = {(s.language, type(block)) for s in paper.stories for block in s.blocks}
    for kind in (Paragraphs, Subheading, InlinePhoto, Quoted, Items, Rows, Facts):
        assert ("en", kind) in kinds
    for kind in (Paragraphs, Quoted, Items, Rows, Facts):
        assert ("km", kind) in kinds


def test_stories_are_spread_from_today_over_a_year_with_one_lead_a_language(paper: DemoPaper) -> None:
    days = Counter(story.days_ago for story in _of(paper, "en"))
    assert all(days[day] >= 3 for day in range(7))
    assert max(days) > 300
    for language in paper.languages:
        assert sum(story.prominence == 1 for story in _of(paper, language)) == 1


def test_no_story_comes_out_after_the_moment_at_which_the_paper_is_made(paper: DemoPaper) -> None:
    zone = ZoneInfo(paper.timezone)
    for hour in (0, 9, 23):
        now = datetime(2024, 2, 29, hour, 1, tzinfo=UTC)
        for story in paper.stories:
            moment = story.published_at(now, zone)
            assert now - timedelta(days=403) < moment <= now
            assert moment.tzinfo is zone


def test_photos_are_small_files_of_the_promised_size_with_words_and_rights(paper: DemoPaper) -> None:
    assert len({photo.file for photo in paper.photos}) >= 17
    for photo in paper.photos:
        data = photo.read_bytes()
        assert len(data) < LARGEST_PHOTO, photo.file
        with Image.open(io.BytesIO(data)) as image:
            portrait = photo.name.startswith("portrait")
            assert (image.format, image.size) == ("JPEG", (600, 600) if portrait else (1200, 800))
        assert photo.alt and photo.alt != photo.caption
        assert portrait or photo.caption
        assert photo.credit and photo.creator and photo.source and photo.usage_terms
        assert photo.licence == "Apache-2.0"
        assert 0 <= photo.focal_x <= 1 and 0 <= photo.focal_y <= 1
        assert bool(KHMER.search(photo.alt)) == (photo.language == "km")


def test_the_running_wire_story_has_three_versions_and_two_neighbours() -> None:
    folder = files("broadsheet.demo").joinpath("wire")
    items = [json.loads(e.read_text("utf-8")) for e in folder.iterdir() if e.name.endswith(".json")]
    by_uri = Counter(item["uri"] for item in items)
    assert sorted(by_uri.values()) == [1, 1, 3]
    running = sorted((i for i in items if by_uri[i["uri"]] == 3), key=lambda i: int(i["version"]))
    assert [item["version"] for item in running] == ["1", "2", "3"]
    times = [datetime.fromisoformat(item["versioncreated"]) for item in running]
    assert times == sorted(set(times))
    assert len({item["firstcreated"] for item in running}) == 1
    assert len({item["bodies"][0]["value"] for item in items}) == 5
    assert {item["standard"]["version"] for item in items} == {"2.2"}
