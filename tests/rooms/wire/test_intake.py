"""What a delivery leaves in the desk's database, whatever was in it."""

from __future__ import annotations

import io
import json
import shutil
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from broadsheet.wire import filing, intake
from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.formats import recognise
from broadsheet.wire.intake import Taken, take, take_waiting
from broadsheet.wire.models import Item, ItemPicture, RawItem, Source, Version, picture_folder
from broadsheet.wire.succession import Succession

SHARED = Path(__file__).parents[4] / "shared"
NOW = datetime(2024, 5, 6, 8, tzinfo=UTC)
CAPTION = "The harbour at noon."

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="delta", name="Delta News")


@pytest.fixture(autouse=True)
def no_files_left() -> Any:
    yield
    shutil.rmtree(picture_folder(), ignore_errors=True)


def item(number: int = 1, **others: Any) -> dict[str, Any]:
    return {
        "uri": "urn:example:harbour",
        "type": "text",
        "version": str(number),
        "versioncreated": f"2024-05-06T0{number}:00:00Z",
        "headlines": [{"value": f"Harbour opens, version {number}"}],
        "bodies": [{"contenttype": "text/html", "value": f"<p>Ships come in. {number}</p>"}],
        **others,
    }


def with_picture(href: str) -> dict[str, Any]:
    rendition = {"name": "original", "href": href, "contenttype": "image/jpeg", "width": 60, "height": 40}
    photo = {
        "name": "main",
        "uri": "urn:example:photo",
        "type": "picture",
        "headlines": [{"value": "Harbour"}],
        "descriptions": [{"role": "caption", "value": CAPTION}],
        "infosources": [{"role": "isc:creditline", "name": "Delta"}],
        "renditions": [rendition],
    }
    return item(associations=[photo])


def cancellation() -> dict[str, Any]:
    return {
        "uri": "urn:example:harbour",
        "version": "9",
        "versioncreated": "2024-05-06T09:00:00Z",
        "pubstatus": "canceled",
    }


def deliver(value: Any, source: Source, *, now: datetime = NOW, folder: Path | None = None) -> Taken:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return take(raw, source=source, name="harbour.json", now=now, folder=folder)


def whats(*deliveries: Taken) -> list[str]:
    return [taken.what.value for delivery in deliveries for taken in delivery.items]


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((60, 40)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_story_is_kept_byte_for_byte_and_as_understood(source: Source) -> None:
    raw = json.dumps(item(extra={"x": 1})).encode()
    taken = deliver(raw, source)
    row = RawItem.objects.get(id=taken.raw_id)
    assert (bytes(row.content), row.outcome, row.format, row.received_at) == (raw, "taken", "ninjs", NOW)
    (filed,) = taken.items
    assert (filed.what, filed.headline) == (Succession.NEW, "Harbour opens, version 1")
    stored = Item.objects.get(id=filed.item_id)
    assert (stored.guid, stored.status, stored.state) == ("urn:example:harbour", "usable", "new")
    assert stored.current is not None
    assert stored.current.dispatch == recognise(raw).read(raw).dispatches[0]
    assert stored.current.dispatch.unread == ("extra",)


def test_an_update_becomes_current_and_the_old_version_stays(source: Source) -> None:
    later = NOW + timedelta(hours=1)
    assert whats(deliver(item(1), source), deliver(item(2), source, now=later)) == ["new", "update"]
    stored = Item.objects.get()
    assert (str(stored), stored.received_at) == ("Harbour opens, version 2", later)
    assert [version.version for version in stored.versions.order_by("id")] == ["1", "2"]


def test_a_replay_changes_nothing(source: Source) -> None:
    first = deliver(item(1), source)
    deliver(item(2), source)

    def everything() -> list[object]:
        return [list(model.objects.order_by("pk").values()) for model in (Item, Version, RawItem)]

    before = everything()
    again = deliver(item(1), source, now=NOW + timedelta(days=1))
    assert whats(again) == ["replay"]
    assert again.items[0].version_id == first.items[0].version_id
    assert everything() == before


def test_an_older_version_is_kept_and_not_shown(source: Source) -> None:
    assert whats(deliver(item(2), source), deliver(item(1), source)) == ["new", "older"]
    assert str(Item.objects.get()) == "Harbour opens, version 2"
    assert Version.objects.count() == 2


@pytest.mark.parametrize("order", list(permutations(["story", "update", "kill"])))
def test_a_cancellation_wins_in_any_order_and_blanks_nothing(source: Source, order: tuple[str, ...]) -> None:
    deliveries = {"story": item(1), "update": item(2), "kill": cancellation()}
    for name in order:
        deliver(deliveries[name], source)
    stored = Item.objects.get()
    assert stored.status == Status.CANCELLED
    assert stored.current is not None
    assert "Ships come in" in stored.current.dispatch.body_html


def test_a_cancelled_item_stays_cancelled_when_its_agency_sends_it_anew(source: Source) -> None:
    taken = [deliver(value, source) for value in (item(1), cancellation(), item(9, version="10"))]
    assert whats(*taken) == ["new", "cancellation", "older"]
    assert Item.objects.get().status == Status.CANCELLED
    assert taken[1].items[0].headline == "Harbour opens, version 1"


def test_one_source_never_touches_the_items_of_another(source: Source) -> None:
    deliver(item(1), source)
    deliver(cancellation(), Source.objects.create(slug="other", name="Other"))
    assert Item.objects.get(source=source).status == Status.USABLE


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"<xml/>", b'{"uri": "u"}'])
def test_bad_input_is_kept_and_refused_with_a_reason(source: Source, raw: bytes) -> None:
    taken = deliver(raw, source)
    assert (taken.outcome, taken.items) == ("refused", ())
    row = RawItem.objects.get(id=taken.raw_id)
    assert (row.outcome, row.reason, bytes(row.content)) == ("refused", taken.reason, raw)
    assert taken.reason.endswith(".")
    assert not Item.objects.exists()


def test_the_rest_of_a_batch_goes_in_and_the_refused_part_is_told(source: Source) -> None:
    taken = deliver([{"headline": "Nobody's"}, item()], source)
    assert (taken.outcome, len(taken.items)) == ("taken", 1)
    assert RawItem.objects.get().reason == taken.reason
    assert taken.reason.startswith("item 1: ")


def test_what_waits_after_a_crash_is_filed(source: Source) -> None:
    raw = json.dumps(item()).encode()
    RawItem.objects.create(source=source, sha256="0" * 64, received_at=NOW, name="harbour.json", content=raw)
    assert whats(*take_waiting(now=NOW)) == ["new"]
    assert take_waiting(now=NOW) == ()


def test_a_picture_beside_the_item_is_kept_with_its_words(source: Source, tmp_path: Path) -> None:
    (tmp_path / "harbour.jpg").write_bytes(jpeg())
    taken = deliver(with_picture("harbour.jpg"), source, folder=tmp_path)
    assert taken.warnings == ()
    picture = ItemPicture.objects.get(version_id=taken.items[0].version_id)
    assert (picture.picture.caption, picture.picture.credit) == (CAPTION, "Delta")
    with picture.file.open("rb") as file:
        assert file.read() == jpeg()
    assert picture.file.name.endswith(f"{picture.sha256}.jpg")


@pytest.mark.parametrize(
    "href", ["missing.jpg", "../harbour.jpg", "text.jpg", "https://photos.example/harbour.jpg", ""]
)
def test_a_missing_or_bad_picture_is_a_warning_and_the_text_goes_in(source: Source, tmp_path: Path, href: str) -> None:
    (tmp_path / "text.jpg").write_bytes(b"no picture")
    taken = deliver(with_picture(href), source, folder=tmp_path)
    assert whats(taken) == ["new"]
    version = Version.objects.get()
    assert len(version.warnings) == len(taken.warnings) == 1
    assert "“Harbour”" in version.warnings[0]
    assert ItemPicture.objects.get().picture.caption == CAPTION
    assert not ItemPicture.objects.get().file


def test_a_picture_that_was_missing_is_put_in_when_it_comes(source: Source, tmp_path: Path) -> None:
    deliver(with_picture("harbour.jpg"), source, folder=tmp_path)
    (tmp_path / "harbour.jpg").write_bytes(jpeg())
    again = deliver(with_picture("harbour.jpg"), source, folder=tmp_path)
    assert (whats(again), again.warnings) == (["replay"], ())
    assert ItemPicture.objects.get().file
    assert Version.objects.get().warnings == []


def test_a_large_delivery_that_breaks_off_is_taken_to_its_end_later(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "AT_ONCE", 2)
    raw = json.dumps([item(uri=f"urn:example:{number}") for number in range(5)]).encode()

    def breaks_off(dispatch: Dispatch, stored: Item) -> None:
        if dispatch.guid == "urn:example:3":
            raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(filing, "section_of", [breaks_off])
        with pytest.raises(MemoryError):
            deliver(raw, source)
    # What one transaction held is there or not; the bytes wait, whatever of them is there.
    assert list(Item.objects.values_list("guid", flat=True)) == ["urn:example:0", "urn:example:1"]
    assert RawItem.objects.get().outcome == "waiting"
    assert whats(*take_waiting(now=NOW)) == ["replay", "replay", "new", "new", "new"]
    assert RawItem.objects.get().outcome == "taken"
    assert (Item.objects.count(), Version.objects.count()) == (5, 5)


def test_filing_asks_as_much_of_the_database_for_an_old_item_as_for_a_young_one(source: Source) -> None:
    counts = []
    for number in range(1, 8):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            deliver(item(number), source)
        counts.append(len(queries))
    assert len(set(counts[1:])) == 1


SAMPLES = sorted(SHARED.glob("reference/*.json")) + sorted(SHARED.glob("samples/ninjs-*/**/*.json"))


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES, reason="no samples lie beside the repository")
def test_every_real_file_is_taken_or_refused_with_a_sentence(source: Source) -> None:
    for path in SAMPLES:
        taken = take(path.read_bytes(), source=source, name=path.name, now=NOW, folder=path.parent)
        assert taken.outcome == "taken" or taken.reason.endswith("."), path
        assert bytes(RawItem.objects.get(id=taken.raw_id).content) == path.read_bytes()
    assert not RawItem.objects.filter(outcome="waiting").exists()
    assert Item.objects.count() > 50
    assert ItemPicture.objects.get(guid="urn:reference:photo:kishida-2022-03-16").file


def test_the_models_and_their_migrations_agree() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "wire", check=True, dry_run=True, verbosity=0)
