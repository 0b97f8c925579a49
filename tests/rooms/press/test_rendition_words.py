"""What readers get of a photo says whose it is, in every size and format, and nothing of where it was taken."""

from __future__ import annotations

import io
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from photo_bytes import iim, photo, xmp
from PIL import Image

from broadsheet.paper.picture_pieces import PhotoRow
from broadsheet.paper.picture_words import xmp as packet_of
from broadsheet.paper.pictures import Darkroom
from broadsheet.paper.shapes import WHOLE
from broadsheet.wire.pictures import words

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=80).map(
    lambda text: " ".join(text.split())
)


def row(path: Path, **said: str) -> PhotoRow:
    told = {"credit": "", "creator": "", "copyright": "", "caption": "", **said}
    return PhotoRow(id=1, path=str(path), width=900, height=600, file_hash="a", alt="", **told)


def test_every_rendition_keeps_the_credit_and_loses_the_place(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (11.0, 33.0, 0.0), 3: "E", 4: (104.0, 55.0, 0.0)}
    exif[0x010F] = "Secret Camera"
    Image.radial_gradient("L").resize((900, 600)).convert("RGB").save(buffer, "JPEG", exif=exif)
    marked = photo(iim=iim({90: "Kratie", 40: "NO ARCHIVES"}), xmp=xmp({"photoshop:City": "Kratie"}))
    raw = buffer.getvalue()
    (tmp_path / "a.jpg").write_bytes(raw[:2] + marked[2 : marked.index(b"\xff\xdb")] + raw[2:])
    said = {"credit": "AFP & Co", "creator": "Sok Dara", "copyright": "(c) AFP", "caption": "Boats <at> dusk"}
    printed = Darkroom(tmp_path / "out", "secret").print(row(tmp_path / "a.jpg", **said), WHOLE)
    assert {path.suffix for _, path in printed.files} == {".jpg", ".webp", ".avif"}
    for _, path in printed.files:
        made = path.read_bytes()
        with Image.open(path) as image:
            found = words.read(photo(xmp=image.info["xmp"]))
        assert {name: getattr(found, name) for name in said} == said, path.name
        assert not any(secret in made for secret in (b"Kratie", b"Secret Camera", b"NO ARCHIVES", b"Exif\x00", b"8BIM"))
        with Image.open(path) as image:
            assert not image.getexif()


@settings(deadline=None, max_examples=80)
@given(WORDS, WORDS, WORDS, WORDS)
def test_what_is_written_into_renditions_is_read_again(credit: str, creator: str, owner: str, caption: str) -> None:
    packet = packet_of(row(Path("a"), credit=credit, creator=creator, copyright=owner, caption=caption))
    found = words.read(photo(xmp=packet))
    assert (found.credit, found.creator, found.copyright, found.caption) == (credit, creator, owner, caption)
