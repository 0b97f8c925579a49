"""What a search costs at so many stories, and what the index weighs.

    python benchmarks/search.py [--stories 50000] [--database sqlite|postgresql] [--folder FOLDER]

Stories are laid into an edition directly, two in ten in Khmer, of words drawn as often as words are (Zipf; the thirty
most frequent, which no search looks for, are left out), 350 a story, over twenty years. Times are those of the server,
from the address to the packed page, list excepted, on one thread; "CPU" leaves out what other processes took.
`--folder` keeps a SQLite edition, and takes one that is there. PostgreSQL is a server that is thrown away, set as it
comes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import postgres_server
from tests.plain.kiosk import searched_paper
from tests.plain.kiosk.searched_paper import open_paper, put_story

from broadsheet.demo.copy import read_demo
from broadsheet.edition.packing import pack, unpack
from broadsheet.edition.pattern import filled, parsed
from broadsheet.edition.place import OnServer, Place
from broadsheet.edition.store import Edition
from broadsheet.kiosk.asking import asked_in
from broadsheet.kiosk.search_page import values_of
from broadsheet.paper.search_text import Label
from broadsheet.text.search_words import words_of

LIMIT_MS = 50
AS_IT_COMES = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "128MB", "autovacuum": "on"}
QUERIES = 40
"""Of each kind."""
VOCABULARY = 60_000
WORDS = 350
SECTIONS, WRITERS, TOPICS = 10, 60, 200
NOW, SPAN = 1_795_000_000, 20 * 365 * 86_400
AT_ONCE = 2_000
ZONE = ZoneInfo("Asia/Phnom_Penh")
ADDRESSES = {"en": "/search", "km": "/km/search"}


class Words:
    """Words of one language, drawn as often as words are."""

    def __init__(self, words: list[str], chance: random.Random, *, between: str) -> None:
        self.words, self.chance, self.between = words, chance, between
        self.weights: list[float] = []
        total = 0.0
        for place in range(1, len(words) + 1):
            total += 1 / (place + 30)
            self.weights.append(total)

    def some(self, count: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.weights, k=count)

    def text(self, count: int) -> str:
        return self.between.join(self.some(count))


def invented(chance: random.Random) -> list[str]:
    syllables = [a + b + c for a in "bcdfglmnprstv" for b in "aeiou" for c in ("", "n", "r", "s", "t")]
    found = {"".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(VOCABULARY * 2)}
    return sorted(found, key=lambda word: (len(word), chance.random()))[:VOCABULARY]


def khmer() -> list[str]:
    text = "\n".join(str(story) for story in read_demo().stories if story.language == "km")
    return list(dict.fromkeys(word for word in words_of(text).words if "\u1780" <= word[0] <= "\u17b3"))


def build(place: Path | Place, stories: int, english: Words, cambodian: Words) -> None:
    chance = english.chance
    labels = {f"s{n}": Label("s", f"section-{n}", f"Section {n}") for n in range(SECTIONS)}
    labels |= {f"a{n}": Label("a", f"writer-{n}", f"Writer {n}") for n in range(WRITERS)}
    labels |= {f"t{n}": Label("t", f"topic-{n}", f"Topic {n}") for n in range(TOPICS)}
    searched_paper.LABELS |= labels
    writer = open_paper(place)
    began = time.process_time()
    for start in range(0, stories, AT_ONCE):
        with writer.run() as run:
            for number in range(start, min(start + AT_ONCE, stories)):
                language, words = ("km", cambodian) if number % 5 == 0 else ("en", english)
                paragraphs = [words.text(WORDS // 7) for _ in range(7)]
                belongs = (("s", SECTIONS), ("a", WRITERS), ("t", TOPICS))
                own = [f"{kind}{chance.randrange(count)}" for kind, count in belongs]
                at = NOW - SPAN + SPAN * number // stories
                put_story(run, number + 1, words.text(8), paragraphs, at=at, language=language, labels=own)
    print(f"built in {1e3 * (time.process_time() - began) / stories:.2f} ms CPU a story", file=sys.stderr)
    writer.close()


def kinds(english: Words, cambodian: Words) -> dict[str, Callable[[], str]]:
    chance = english.chance

    def frequent() -> str:
        return english.words[chance.randrange(20)]

    def rare() -> str:
        return english.words[chance.randrange(5_000, VOCABULARY)]

    def with_labels() -> str:
        section, topic = chance.randrange(SECTIONS), chance.randrange(TOPICS)
        return f"q={english.some(1)[0]}&section=section-{section}&topic=topic-{topic}"

    return {
        "a frequent word": lambda: f"q={frequent()}",
        "a frequent word, newest": lambda: f"q={frequent()}&sort=new",
        "any word": lambda: f"q={english.some(1)[0]}",
        "a rare word": lambda: f"q={rare()}",
        "two frequent words": lambda: f"q={frequent()}+{frequent()}",
        "four words": lambda: "q=" + "+".join(english.some(4)),
        "a phrase of frequent words": lambda: f"q=%22{frequent()}+{frequent()}%22",
        "a phrase of any words": lambda: f"q=%22{'+'.join(english.some(2))}%22",
        "a word, section and topic": with_labels,
        "a word and a year": lambda: f"q={english.some(1)[0]}&from=2015-01-01&to=2015-12-31",
        "a section alone": lambda: f"section=section-{chance.randrange(SECTIONS)}",
        "a writer, page 7": lambda: f"author=writer-{chance.randrange(WRITERS)}&page=7",
        "a slip, corrected": lambda: f"q={english.some(1)[0][:-1]}xq",
        "a Khmer word": lambda: "km:q=" + quote(cambodian.some(1)[0]),
        "three Khmer words in a row": lambda: "km:q=" + quote(cambodian.text(3)),
    }


def ask(edition: Edition, query: str) -> tuple[float, float, bool]:
    """(wall ms, CPU ms, whether any story was found) of one search."""
    language, query = ("km", query[3:]) if query.startswith("km:") else ("en", query)
    page = edition.page(f"!search/{language}")
    assert page is not None and page.tail is not None
    pattern = parsed(unpack([page.head, page.tail])[: page.head.size].decode())
    wall, cpu = time.perf_counter(), time.thread_time()
    asked = asked_in(query, address=ADDRESSES[language], language=language)
    values = values_of(edition, asked, ZONE, addresses=ADDRESSES)
    pack(filled(pattern, values).encode(), final=False)
    found = bool(values.get("some"))
    return 1e3 * (time.perf_counter() - wall), 1e3 * (time.thread_time() - cpu), found


WEIGHTS = {
    "sqlite": (
        ("words (FTS5)", "SELECT sum(length(block)) FROM search_words_data"),
        ("tokens kept", "SELECT sum(length(tokens)) FROM search_tokens"),
        ("labels and days", "SELECT sum(length(CAST(day AS BLOB)) + length(CAST(labels AS BLOB)) + 24) FROM search"),
        ("known words", "SELECT sum(length(CAST(word AS BLOB)) + 8) FROM search_known"),
        ("the pages, for comparison", "SELECT sum(length(head) + coalesce(length(tail), 0)) FROM pages"),
    ),
    "postgresql": (
        ("words (tsvector, GIN)", "SELECT pg_total_relation_size('search_words')"),
        ("tokens kept", "SELECT pg_total_relation_size('search_tokens')"),
        ("labels and days", "SELECT pg_total_relation_size('search')"),
        ("known words", "SELECT pg_total_relation_size('search_known')"),
        ("the pages, for comparison", "SELECT pg_total_relation_size('pages')"),
    ),
}


def weights(edition: Edition, database: str) -> Iterator[tuple[str, int]]:
    for what, query in WEIGHTS[database]:
        row = edition.database.one(query)
        yield what, int(row[0] or 0) if row else 0


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reading.add_argument("--stories", type=int, default=50_000)
    reading.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    reading.add_argument("--folder", type=Path)
    given = reading.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        file = (given.folder or Path(temporary)) / "edition.sqlite3"
        if given.database == "sqlite":
            sys.exit(measured(file, given.stories, is_new=not file.exists(), database="sqlite"))
        postgres_server.SETTINGS |= AS_IT_COMES
        server = postgres_server.Server()
        try:
            place = OnServer(file, server.new_database())
            sys.exit(measured(place, given.stories, is_new=True, database="postgresql"))
        finally:
            server.remove()


def measured(place: Path | Place, wanted: int, *, is_new: bool, database: str) -> bool:
    """Print what searches cost; whether that is more than the limit."""
    chance = random.Random(1)
    english, cambodian = Words(invented(chance), chance, between=" "), Words(khmer(), chance, between="")
    if is_new:
        build(place, wanted, english, cambodian)
    if database == "postgresql":
        with psycopg.connect(place.url, autocommit=True) as connection:  # type: ignore[union-attr]
            connection.execute("VACUUM ANALYZE")
    edition = Edition(place, serving=True)
    total = edition.database.one("SELECT count(*) FROM search")
    stories = int(total[0]) if total else 0
    print(f"{stories} stories; milliseconds a search\n\n| search | p50 | p95 | p50 CPU | p95 CPU | found |")
    print("|---|---|---|---|---|---|")
    walls: list[float] = []
    for name, query in kinds(english, cambodian).items():
        ask(edition, query())
        took = [ask(edition, query()) for _ in range(QUERIES)]
        wall, cpu = (sorted(one[part] for one in took) for part in (0, 1))
        walls += wall
        middle, high = QUERIES // 2, int(QUERIES * 0.95)
        found = sum(one[2] for one in took)
        print(f"| {name} | {wall[middle]:.1f} | {wall[high]:.1f} | {cpu[middle]:.1f} | {cpu[high]:.1f} | {found} |")
    walls.sort()
    p95 = walls[int(len(walls) * 0.95)]
    print(f"\nall kinds together: p95 {p95:.1f} ms (limit {LIMIT_MS})\n\n| bytes a story | |\n|---|---|")
    for what, size in weights(edition, database):
        print(f"| {what} | {size / stories:.0f} |")
    edition.close()
    return p95 > LIMIT_MS


if __name__ == "__main__":
    main()
