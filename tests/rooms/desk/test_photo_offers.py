"""Where a photo comes in that looks like one in the library, that one is offered; nothing is merged by itself."""

from __future__ import annotations

import io
from typing import Any

import pytest
from cast import NOW, Cast
from django.test import Client
from killed import forget_kills
from PIL import Image
from test_photo_uploads import chooser, several, single

from broadsheet.stories import acts, takedowns
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Photo, Story, StoryOrigin
from broadsheet.stories.photo_library import PhotoWords, add_photo
from broadsheet.stories.takedowns import Target
from broadsheet.wire.models import Item, RawItem, Source, Version


def drawn(*, quality: int = 85, size: tuple[int, int] = (600, 400)) -> bytes:
    buffer = io.BytesIO()
    image = Image.effect_mandelbrot((600, 400), (-2.2, -1.2, 1.2, 1.2), 60)
    image.resize(size).convert("RGB").save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


@pytest.fixture
def there(cast: Cast) -> Photo:
    return add_photo(drawn(), "harbour.jpg", words=PhotoWords("Harbour of old", credit="AFP"), by=cast.editor)


def test_an_upload_that_looks_like_another_offers_it(there: Photo, editor: Client) -> None:
    small = drawn(quality=40, size=(480, 320))
    said = editor.get(str(single(editor, "a.jpg", small).url)).content.decode()
    assert "looks like" in said and "Harbour of old" in said
    told = several(editor, "a.jpg", drawn(quality=41)).json()
    assert told["duplicate"] is True
    asked = chooser(editor, "a.jpg", drawn(quality=42)).json()
    assert (asked["step"], "Harbour of old" in asked["htmlFragment"]) == ("duplicate_found", True)
    assert Photo.objects.filter(likeness__gt="").count() == 4


def test_what_looks_like_a_picture_that_was_taken_down_is_said_to_the_editor(
    there: Photo, cast: Cast, editor: Client, request: pytest.FixtureRequest
) -> None:
    forget_kills()
    request.addfinalizer(forget_kills)
    takedowns.take_down(Target((there.pk,)), by="chief", reason="The owner asked us to.", now=NOW)
    smaller = drawn(quality=40, size=(480, 320))
    said = editor.get(str(single(editor, "a.jpg", smaller).url)).content.decode()
    assert "taken down on 23 November 2026: The owner asked us to." in said and "which is in the library" not in said
    story = acts.create(
        cast.world, StoryText("Harbour opens", [], lead_photo=Photo.objects.latest("pk")), by=cast.editor, now=NOW
    )
    assert "looks like a picture that was taken down" in editor.get(f"/desk/pages/{story.pk}/edit/").content.decode()
    other = acts.create(cast.world, StoryText("A dam", [], lead_photo=cast.photo), by=cast.editor, now=NOW)
    assert "was taken down" not in editor.get(f"/desk/pages/{other.pk}/edit/").content.decode()


def test_an_upload_like_no_other_asks_nothing(there: Photo, editor: Client) -> None:
    other = io.BytesIO()
    Image.radial_gradient("L").resize((300, 200)).convert("RGB").save(other, "JPEG")
    assert several(editor, "a.jpg", other.getvalue()).json()["duplicate"] is False
    Photo.objects.latest("pk").delete()
    assert chooser(editor, "a.jpg", other.getvalue()).json()["step"] == "chosen"


@pytest.fixture
def from_wire(cast: Cast, there: Photo) -> Story:
    """A draft made from an item whose photo looks like the one that is there."""
    new = add_photo(drawn(quality=40, size=(480, 320)), "new.jpg", words=PhotoWords("Harbour", credit="AFP"), by=None)
    story = acts.create(cast.world, StoryText("Harbour opens", [], lead_photo=new), by=cast.editor, now=NOW)
    source = Source.objects.create(slug="delta", name="Delta")
    raw = RawItem.objects.create(source=source, sha256="0", received_at=NOW, name="a", content=b"")
    item = Item.objects.create(source=source, guid="a", status="usable", received_at=NOW)
    words: dict[str, Any] = {"version": "1", "status": "usable", "what": "new", "kind": "text", "headline": "Harbour"}
    version = Version.objects.create(item=item, raw=raw, received_at=NOW, fingerprint="", dispatch_json="{}", **words)
    StoryOrigin.objects.create(story=story, item=item, version=version)
    return story


def test_a_draft_from_the_wire_offers_the_photo_that_is_there(from_wire: Story, there: Photo, editor: Client) -> None:
    where = f"/desk/photo-offers/{from_wire.pk}/"
    assert where in editor.get(f"/desk/pages/{from_wire.pk}/edit/").content.decode()
    assert "Harbour of old" in editor.get(where).content.decode()
    before = from_wire.get_latest_revision_as_object().lead_photo
    editor.post(where, {"photo": str(there.pk)})
    draft = Story.objects.get(pk=from_wire.pk).get_latest_revision_as_object()
    assert (before == there, draft.lead_photo) == (False, there)
    assert not draft.live
    assert Photo.objects.filter(pk=before.pk).exists()


def test_nothing_else_than_a_look_alike_is_taken(from_wire: Story, cast: Cast, editor: Client, visitor: Client) -> None:
    where = f"/desk/photo-offers/{from_wire.pk}/"
    assert editor.post(where, {"photo": str(cast.photo.pk)}).status_code == 404
    assert "Harbour of old" not in visitor.get(where, follow=True).content.decode()
    assert where not in editor.get(f"/desk/pages/{cast.flood.pk}/edit/").content.decode()
