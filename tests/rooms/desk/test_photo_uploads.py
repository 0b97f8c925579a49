"""Every way by which a photo comes in at the desk refuses what harms, and takes the words out of the file."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cast import Cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from photo_bytes import bit_map, iim, photo, picture, png_with, xmp

from broadsheet.stories.models import Photo

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
WORDS = iim(
    {
        105: "Harbour",
        120: "Ships at Kampot.",
        110: "AFP",
        80: "Sok Dara",
        116: "(c) AFP",
        40: "NO ARCHIVES",
        37: "20270101",
    }
)

HARMFUL = {
    "SVG with a script": ("a.svg", SVG),
    "SVG called JPEG": ("a.jpg", SVG),
    "bomb of pixels": ("a.png", bit_map(13_000)),
    "truncated": ("a.jpg", picture()[:600]),
    "page behind a picture": ("a.jpg", picture() + b"<html><script>alert(1)</script>"),
    "called by another kind": ("a.jpg", picture("PNG")),
    "countless frames": ("a.png", png_with((b"acTL", b"\x00\x00\x13\x88\x00\x00\x00\x00"))),
    "TIFF": ("a.tif", picture("TIFF")),
}


def single(client: Client, name: str, raw: bytes) -> Any:
    words = {"title": "a", "collection": "1", "file": SimpleUploadedFile(name, raw)}
    return client.post("/desk/images/add/", words)


def several(client: Client, name: str, raw: bytes) -> Any:
    words = {"title": "a", "files[]": SimpleUploadedFile(name, raw)}
    return client.post("/desk/images/multiple/add/", words, headers={"X-Requested-With": "XMLHttpRequest"})


def chooser(client: Client, name: str, raw: bytes) -> Any:
    prefix = "image-chooser-upload"
    words = {f"{prefix}-title": "a", f"{prefix}-collection": "1", f"{prefix}-file": SimpleUploadedFile(name, raw)}
    return client.post("/desk/images/chooser/create/", words)


WAYS = {"single": single, "several": several, "chooser": chooser}


@pytest.mark.parametrize("way", WAYS)
def test_what_harms_is_refused(cast: Cast, editor: Client, way: str) -> None:
    before = Photo.objects.count()
    taken = []
    for kind, (name, raw) in HARMFUL.items():
        answer = WAYS[way](editor, name, raw)
        assert answer.status_code == 200, kind
        taken += [kind] if Photo.objects.count() > before else []
    assert taken == []


@pytest.mark.parametrize("way", WAYS)
def test_a_photo_brings_its_words_with_it(cast: Cast, editor: Client, way: str) -> None:
    WAYS[way](editor, "a.jpg", photo(iim=WORDS))
    made = Photo.objects.latest("pk")
    assert (made.title, made.caption, made.credit, made.creator) == ("Harbour", "Ships at Kampot.", "AFP", "Sok Dara")
    assert (made.copyright, made.instructions, made.rights_expire_on) == ("(c) AFP", "NO ARCHIVES", date(2027, 1, 1))
    assert made.likeness


def test_what_a_person_writes_comes_before_the_file(cast: Cast, editor: Client) -> None:
    words = {
        "title": "Boats",
        "collection": "1",
        "credit": "Courier",
        "file": SimpleUploadedFile("a.jpg", photo(iim=WORDS)),
    }
    editor.post("/desk/images/add/", words)
    made = Photo.objects.latest("pk")
    assert (made.title, made.credit, made.caption) == ("Boats", "Courier", "Ships at Kampot.")


def test_another_file_for_a_photo_is_judged_too(cast: Cast, editor: Client) -> None:
    words = {"title": "Boats", "collection": "1", "credit": "Courier"}
    where = f"/desk/images/{cast.photo.pk}/"
    for name, raw in HARMFUL.values():
        editor.post(where, {**words, "file": SimpleUploadedFile(name, raw)})
    assert Photo.objects.get(pk=cast.photo.pk).file_hash == cast.photo.file_hash
    editor.post(where, {**words, "file": SimpleUploadedFile("a.jpg", photo(xmp=xmp({"photoshop:Source": "AFP"})))})
    assert Photo.objects.get(pk=cast.photo.pk).source == "AFP"


MEASURED = """
import sys
sys.path[:0] = sys.argv[1:]
import tests.start_django
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
def most():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
raw = sys.stdin.buffer.read()
from broadsheet.desk.photo_form import PhotoFileField
from django.core.exceptions import ValidationError
try:
    PhotoFileField().clean(SimpleUploadedFile("a.png", raw))
    print("taken")
except ValidationError as error:
    print(error.messages[0])
print(most() // 1024)
"""


def test_a_bit_map_of_13000_by_13000_costs_little_memory_at_the_desk() -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(root), str(root / "src")],
        input=bit_map(13_000), capture_output=True, check=True, cwd=root,
    )  # fmt: skip
    said, most = done.stdout.decode().splitlines()[-2:]
    assert "13,000 × 13,000 pixels" in said
    assert int(most) < 300
