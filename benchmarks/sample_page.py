"""The page that the servers under test send: a 45 kB story with six others for the live list, and its edition."""

from __future__ import annotations

from pathlib import Path
from random import Random

from broadsheet.edition.packing import pack
from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.writing import EditionWriter

PAGE_BYTES = 45_000
STORY = "/world/the-river-and-the-market"
VOCABULARY = """
the a of and to in for on with at from by after before over under river market minister village council rain
harvest price school bridge road teacher doctor farmer driver morning evening week month report question answer
budget vote court police fire water power light street house family child worker union factory export tourist
temple festival season flood drought repair promise delay plan project company bank loan debt growth trade
border province said told asked found built opened closed raised lowered moved stayed waited began ended agreed
refused explained nearly often never always again still already however meanwhile according despite because
although while where when new old small large quiet busy early late public private local national foreign annual
common rare
"""
WORDS = VOCABULARY.split()


def sentence(random: Random) -> str:
    words = " ".join(random.choice(WORDS) for _ in range(random.randint(7, 24)))
    return f"{words[0].upper()}{words[1:]}{random.choice(('.', '.', '.', ', he said.', ', she said.'))}"


def paragraphs_html(random: Random, length: int) -> list[str]:
    """Paragraphs of at least `length` characters together."""
    made: list[str] = []
    while sum(map(len, made)) < length:
        made.append(f"<p>{' '.join(sentence(random) for _ in range(random.randint(2, 6)))}</p>\n")
    return made


def story_html(random: Random) -> tuple[str, str]:
    """The two halves of a story page, `PAGE_BYTES` long together with a list of six."""
    title = f"The Gazette - {sentence(random)}"
    head = f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><main><article>'
    tail = "</main><footer><p>The Gazette</p></footer></body></html>"
    rest = len(head) + len(tail) + len(list_html(Random(1)))
    return f"{head}{''.join(paragraphs_html(random, PAGE_BYTES - rest))}</article>", tail


def card(random: Random, story_id: int) -> str:
    teaser = " ".join(sentence(random) for _ in range(3))
    return (
        f'<li><a href="/world/story-{story_id}"><img src="/media/ab{story_id}.jpg" alt="" width="160" height="90">'
        f"<h3>{sentence(random)}</h3></a><p>{teaser}</p><time>23 November 2023</time></li>"
    )


def list_html(random: Random) -> str:
    return "".join(card(random, story_id) for story_id in range(1, 7))


def press(path: Path, *, stories: int = 6) -> None:
    """An edition with one long story and so many more for the list."""
    random = Random(1)
    head, tail = story_html(random)
    writer = EditionWriter(path)
    with writer.run() as run:
        run.put_shell("en", "<aside><h2>Most viewed</h2><ol><!--items--></ol></aside>")
        for story_id in range(1, stories + 1):
            address = f"/world/story-{story_id}"
            run.put_row(CatalogueRow(story_id, "en", "world", address, "", "", story_id, card(random, story_id)))
        page = Page(
            STORY, "article", "text/html; charset=utf-8", "en", "0123456789abcdef01",
            pack(head.encode(), final=False), pack(tail.encode(), final=True),
        )  # fmt: skip
        run.put_page(page)
    writer.close()


def press_many(path: Path, number: int) -> None:
    """So many pages more, /world/page-0 and so on, each as long and with a text of its own."""
    writer = EditionWriter(path)
    with writer.run() as run:
        for n in range(number):
            head, tail = story_html(Random(n + 2))
            page = Page(
                f"/world/page-{n}", "article", "text/html; charset=utf-8", "en", f"{n:018x}",
                pack(head.encode(), final=False), pack(tail.encode(), final=True),
            )  # fmt: skip
            run.put_page(page)
    writer.close()
