"""A small paper of eight English and two Khmer stories, and a reader that asks a kiosk without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from served import BROWSER, Answer, Served

from broadsheet.edition.packing import pack
from broadsheet.edition.place import Place, file_of
from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.writing import EditionWriter, Run
from broadsheet.kiosk.app import Kiosk, build
from broadsheet.kiosk.config import KioskConfig

SHELLS = {
    "en": "<aside><h2>Most viewed</h2><ol><!--items--></ol></aside>",
    "km": "<aside><h2>អានច្រើនបំផុត</h2><ol><!--items--></ol></aside>",
}


def pressed(address: str, html: str, *, language: str = "en", content_type: str = "text/html; charset=utf-8") -> Page:
    """A page as the press would put it; a "|" in `html` is the hole for the list."""
    head, hole, tail = html.partition("|")
    etag = blake2b(html.encode(), digest_size=9).hexdigest()
    return Page(
        address, "page", content_type, language, etag,
        pack(head.encode(), final=not hole), pack(tail.encode(), final=True) if hole else None,
    )  # fmt: skip


class Newsroom:
    """Presses a small paper into the edition at `place`."""

    def __init__(self, place: Path | Place) -> None:
        self.path = file_of(place)
        self.writer = EditionWriter(place)

    def story(self, run: Run, story_id: int, *, language: str = "en", text: str = "A story.") -> None:
        prefix = "" if language == "en" else f"/{language}"
        address = f"{prefix}/world/story-{story_id}"
        html = f"<!doctype html><title>Story {story_id}</title><p>{text}</p>|<footer>The end of {story_id}.</footer>"
        run.put_page(pressed(address, html, language=language), media=[f"ab{story_id}.jpg"])
        card = f'<li><a href="{address}">Headline {story_id}</a></li>'
        row = CatalogueRow(story_id, language, "world", address, f"Headline {story_id}", "Teaser", story_id, card)
        run.put_row(row, media=[f"ab{story_id}.jpg"])

    def kill(self, run: Run, story_id: int) -> None:
        run.drop_page(f"/world/story-{story_id}")
        run.drop_row(story_id)
        run.put_tombstone(f"/world/story-{story_id}")

    def press_all(self) -> None:
        with self.writer.run() as run:
            for language, shell in SHELLS.items():
                run.put_shell(language, shell)
            run.put_page(pressed("/", "<!doctype html><title>Home</title>|<p>Front."))
            run.put_page(pressed("/rss.xml", "<rss/>", content_type="application/rss+xml; charset=utf-8"))
            run.put_page(pressed("/static/paper.0a1b2c3d4e.css", "p{}", content_type="text/css; charset=utf-8"))
            for language in SHELLS:
                run.put_page(pressed(f"!404/{language}", f"<p>Not found, {language}.|</p>", language=language))
                run.put_page(pressed(f"!410/{language}", f"<p>Withdrawn, {language}.|</p>", language=language))
            for story_id in range(1, 9):
                self.story(run, story_id)
            for story_id in (21, 22):
                self.story(run, story_id, language="km", text="ព្រឹត្តិការណ៍")
            run.put_page(pressed("/km/ប្រធានបទ/ទន្លេ", "<p>ទន្លេមេគង្គ|</p>", language="km"))
            run.put_redirect("/old-address", "/world/story-1")
            run.put_redirect("/ចាស់", "/km/ប្រធានបទ/ទន្លេ")
            run.put_tombstone("/world/withdrawn")
        for story_id in (1, 2):
            source = self.path.parent / "photo"
            source.write_bytes(bytes(range(256)) * story_id)
            self.writer.put_media(f"ab{story_id}.jpg", source)


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom(tmp_path / "edition" / "edition.sqlite3")
    newsroom.press_all()
    yield newsroom
    newsroom.writer.close()


@pytest.fixture(name="page_of")
def _page_of() -> Callable[..., Page]:
    return pressed


@pytest.fixture
def config(tmp_path: Path) -> KioskConfig:
    return _config(tmp_path)


def _config(folder: Path) -> KioskConfig:
    return KioskConfig(
        edition=folder / "edition" / "edition.sqlite3",
        ranking=folder / "ranking.sqlite3",
        languages=("en", "km"),
        age_limit_days=40_000,  # its stories went out in the first seconds of 1970
    )


@pytest.fixture
def kiosk(paper: Newsroom, config: KioskConfig) -> Iterator[Kiosk]:
    """A kiosk that has looked once; call `look` to have it look again."""
    made = build(config)
    made.look()
    yield made
    made.watch.close()
    made.standing.close()
    made.hot.close()


@dataclass
class Question:
    """What granian would hand over: the request, and the place for its answer."""

    method: str
    path: str
    headers: dict[str, str]
    sent: bytes = b""
    client: str = "203.0.113.7:40000"
    query_string: str = ""
    proto: str = "http"
    answer: Answer | None = field(default=None)

    async def __call__(self) -> bytes:
        return self.sent

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response_bytes(status, headers, b"")

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        assert self.answer is None, "answered twice"
        assert len({name for name, _ in headers}) == len(headers), "a header stands twice"
        self.answer = Answer(status, dict(headers), body)

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        self.response_bytes(status, headers, Path(file).read_bytes())

    def response_file_range(self, status: int, headers: list[tuple[str, str]], file: str, start: int, end: int) -> None:
        self.response_bytes(status, headers, Path(file).read_bytes()[start:end])


Ask = Callable[..., Answer]


@pytest.fixture
def ask(kiosk: Kiosk) -> Ask:
    """Ask the kiosk: `ask(path, method="GET", body=b"", **headers)`; gzip is accepted unless told otherwise."""

    def asking(
        path: str, method: str = "GET", *, body: bytes = b"", client: str = "203.0.113.7:40000", **headers: str
    ) -> Answer:
        named = {"accept-encoding": "gzip", "user-agent": BROWSER}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        if body:
            named.setdefault("content-length", str(len(body)))
        path, _, query = path.partition("?")
        question = Question(method, path, {k: v for k, v in named.items() if v}, body, client, query)
        asyncio.run(kiosk.__rsgi__(question, question))  # type: ignore[arg-type]
        assert question.answer is not None
        return question.answer

    return asking


@pytest.fixture
def serve(config: KioskConfig) -> Iterator[Callable[..., Served]]:
    """Starts one server more on the same edition and ranking."""
    started: list[Served] = []

    def more(**how: Any) -> Served:
        started.append(Served(config, **how))
        return started[-1]

    yield more
    for server in started:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for tests that only read."""
    folder = tmp_path_factory.mktemp("shared")
    newsroom = Newsroom(folder / "edition" / "edition.sqlite3")
    newsroom.press_all()
    server = Served(_config(folder))
    yield server
    server.stop()
    newsroom.writer.close()


@pytest.fixture
def served(paper: Newsroom, config: KioskConfig) -> Iterator[Served]:
    """A server of one's own, for tests that change something."""
    server = Served(config)
    yield server
    if server.process.poll() is None:
        server.stop()
