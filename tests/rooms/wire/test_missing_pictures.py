"""A picture whose file could not be had is looked for again by itself, with pauses that grow, until it is here."""

from __future__ import annotations

import io
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from looking import NOW, Surroundings, item, look
from loopback import answer, serving
from PIL import Image

from broadsheet.wire import missing_pictures
from broadsheet.wire.models import Item, ItemPicture, MissingPicture, Source, Version, picture_folder
from broadsheet.wire.rounds import Rounds
from broadsheet.wire.state import state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def around(tmp_path: Path) -> Iterator[Surroundings]:
    yield Surroundings(tmp_path)
    shutil.rmtree(picture_folder(), ignore_errors=True)


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "#405060").save(file, "JPEG")
    return file.getvalue()


def with_picture(href: str) -> bytes:
    rendition = {"href": href, "mimetype": "image/jpeg"}
    photo = {"uri": "urn:example:photo", "type": "picture", "headline": "Tide", "renditions": {"original": rendition}}
    return json.dumps(item(associations={"main": photo}, body_text="Water comes in.")).encode()


def test_a_picture_from_the_web_comes_later_with_pauses_that_grow(around: Surroundings) -> None:
    here = False

    def answering(head: bytes) -> list[bytes]:
        if b"/feed" in head:
            return [answer(with_picture(f"http://127.0.0.1:{server.port}/tide.jpg"))]
        return [answer(jpeg()) if here else answer(status="503 Busy")]

    with serving(answering) as server:
        source = Source.objects.create(
            slug="web", name="Web", kind="feed", address=f"http://127.0.0.1:{server.port}/feed", fetches_files=True
        )
        means = around.means(f"127.0.0.1:{server.port}")
        look(source, means)
        row = MissingPicture.objects.get()
        assert row.next_try_at == NOW + timedelta(minutes=1) and not missing_pictures.is_due(means.clock())
        assert len(Version.objects.get().warnings) == 1
        pauses = []
        for _ in range(4):
            row = MissingPicture.objects.get()
            assert row.next_try_at is not None
            around.now = row.next_try_at
            assert missing_pictures.try_due(means) == 0
            again = MissingPicture.objects.get()
            assert again.next_try_at is not None and "503" in again.reason
            pauses.append((again.next_try_at - around.now).total_seconds() / 60)
        assert pauses == [2, 4, 8, 16]
        (told,) = missing_pictures.counted(Source.objects.select_related("health"))
        assert "1 picture is missing and looked for again." in state_of(told, means.clock()).sentence
        here = True
        around.later(minutes=16)
        assert missing_pictures.try_due(means) == 1
    assert not MissingPicture.objects.exists()
    assert ItemPicture.objects.get().file and Version.objects.get().warnings == []
    assert Item.objects.get().picture_count == 1


def test_a_picture_that_comes_into_the_folder_after_its_item_is_put_in(around: Surroundings) -> None:
    source = Source.objects.create(slug="delta", name="Delta", kind="folder")
    folder = around.folders / "delta"
    folder.mkdir()
    (folder / "tide.json").write_bytes(with_picture("tide.jpg"))
    around.later(days=1000)
    means = around.means()
    look(source, means)
    assert MissingPicture.objects.count() == 1
    (folder / "tide.jpg").write_bytes(jpeg())
    around.later(minutes=1)
    assert missing_pictures.try_due(means) == 1
    assert ItemPicture.objects.get().file and Item.objects.get().picture_count == 1


def test_what_will_never_come_is_given_up_with_the_reason(around: Surroundings) -> None:
    source = Source.objects.create(slug="delta", name="Delta", kind="folder", fetches_files=True)
    folder = around.folders / "delta"
    folder.mkdir()
    (folder / "tide.json").write_bytes(with_picture("http://10.0.0.5/tide.jpg"))
    around.later(days=1000)
    means = around.means()
    look(source, means)
    around.later(minutes=1)
    assert missing_pictures.try_due(means) == 0
    row = MissingPicture.objects.get()
    assert row.next_try_at is None and "nothing is fetched from there" in row.reason
    MissingPicture.objects.update(next_try_at=means.clock(), tries=missing_pictures.MOST_TRIES - 1)
    source.fetches_files = False
    source.save()
    assert missing_pictures.try_due(means) == 0
    assert MissingPicture.objects.get().next_try_at is None


class AtOnce:
    """A thread that runs when it is started: other threads don't see what a test's transaction holds."""

    def __init__(self, *, target: Callable[[], None], **_: object) -> None:
        self.start = target

    def is_alive(self) -> bool:
        return False

    def join(self, *_: object) -> None:
        pass


def test_the_rounds_of_the_wire_look_for_them(around: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadsheet.wire.rounds.threading", SimpleNamespace(Thread=AtOnce, Lock=threading.Lock))
    monkeypatch.setattr("broadsheet.wire.rounds.connections", SimpleNamespace(close_all=lambda: None))
    source = Source.objects.create(slug="delta", name="Delta", kind="folder")
    folder = around.folders / "delta"
    folder.mkdir()
    (folder / "tide.json").write_bytes(with_picture("tide.jpg"))
    around.later(days=1000)
    means = around.means()
    look(source, means)
    (folder / "tide.jpg").write_bytes(jpeg())
    # Else its next look would write beside, which the tests' database can't have.
    Source.objects.update(kind="push")
    around.later(minutes=2)
    rounds = Rounds(means)
    rounds.begin()
    rounds.wait()
    assert ItemPicture.objects.get().file
