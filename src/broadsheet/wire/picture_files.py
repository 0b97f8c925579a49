"""Fetches the files of pictures from a delivery's own folder, judges them, and keeps them under their content's name.

Judges by the header before anything is decoded. Fetches nothing over a network.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import struct
import tempfile
import warnings
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from PIL import Image

from broadsheet.wire.errors import PictureRefused
from broadsheet.wire.pictures import blocks, disguises

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 89_000_000
"""A little under the number at which Pillow begins to warn; the largest press cameras stay below it."""
MAX_DECODED = 25_000_000
"""Pixels up to which a picture is decoded whole, only to see whether it can be."""

MAX_FRAMES = 200
"""A moving picture of more frames is refused: readers see the first one only."""

ENDINGS = {
    "jpg": ("jpg", "jpeg", "jpe", "jfif", "mpo"),
    "png": ("png", "apng"),
    "webp": ("webp",),
    "gif": ("gif",),
}
"""The kinds that are taken → how their files may be called."""
_OTHERS = re.compile(
    "svgz?|x?html?|xml|js|php|phtml|aspx?|jsp|exe|dll|com|bat|cmd|sh|py|pl|pdf|ps|eps|zip|jar|rar|7z|gz|tar|tiff?|bmp|ico|"
    "psd|hei[cf]|avif|mp[34]|mov|webm|swf|docx?|xlsx?"
)
_ENDINGS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
_NO_PICTURE = "Its file is no whole JPEG, PNG, WebP or GIF picture."
# What Pillow's readers are known to raise on broken files.
_BROKEN = (OSError, SyntaxError, ValueError, struct.error, EOFError, IndexError, KeyError, TypeError, OverflowError)


def fetch(href: str, folder: Path | None) -> bytes:
    """The bytes of the file that `href` names inside `folder`.

    Errors: `PictureRefused` where it names another place, is missing or too large.
    """
    if "://" in href or href.startswith("//"):
        raise PictureRefused(f"Its file is at {href[:200]}, which Broadsheet has not fetched.")
    if folder is None:
        raise PictureRefused(f"Its file {href[:200]!r} did not come with the item.")
    # A photo that waited too long for its item was taken alone, and moved.
    ways = (href, unquote(href), f"taken/{href}")
    path = next((found for way in ways if (found := _inside(way, folder))), None)
    if path is None:
        raise PictureRefused(f"Its file {href[:200]!r} is not in the folder of the item.")
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise PictureRefused(f"Its file {href[:200]!r} can't be read: {error.strerror}.") from error
    if len(raw) > MAX_BYTES:
        raise PictureRefused(f"Its file {href[:200]!r} is larger than {MAX_BYTES // 1024 // 1024} MiB.")
    return raw


def judge(raw: bytes, name: str = "") -> str:
    """The ending for a picture's file name: "jpg", "png", "webp" or "gif"; `name` is what its file is called, if known.

    Every way by which a picture comes in passes here. Errors: `PictureRefused` where the bytes are no whole picture of
    these kinds, are something else as well, are called by another kind's ending, or exceed `MAX_BYTES`, `MAX_PIXELS`,
    `MAX_FRAMES` or the bounds in `pictures.blocks`.
    """
    if len(raw) > MAX_BYTES:
        raise PictureRefused(f"Its file is larger than {MAX_BYTES // 1024 // 1024} MiB.")
    found = blocks.find(raw)
    if found is None or not found.end:
        raise PictureRefused(_NO_PICTURE)
    if other := disguises.find(raw, found.end):
        raise PictureRefused(f"Its file is a picture and {other} at once.")
    ending = _ENDINGS[found.kind]
    _check_name(name, ending)
    if found.frames > MAX_FRAMES:
        raise PictureRefused(f"Its file has {found.frames:,} frames; Broadsheet takes up to {MAX_FRAMES}.")
    try:
        with warnings.catch_warnings():
            # Said below, with the size.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise PictureRefused(_too_large(f"{width:,} × {height:,}"))
                if width * height * found.frames > MAX_PIXELS and found.frames > 1:
                    raise PictureRefused(_too_large(f"{found.frames:,} frames of {width:,} × {height:,}"))
                _check_whole(image, raw)
    except Image.DecompressionBombError as error:
        raise PictureRefused(_too_large("far too many")) from error
    except _BROKEN as error:
        raise PictureRefused(_NO_PICTURE) from error
    return ending


def check_name(name: str, raw: bytes) -> None:
    """Errors: `PictureRefused` where a picture that was judged is called by another kind's ending."""
    found = blocks.find(raw)
    if found is not None:
        _check_name(name, _ENDINGS[found.kind])


def _check_name(name: str, ending: str) -> None:
    """Refuses a name whose ending says another kind; one that says nothing, such as "photo.1", is no claim."""
    path = unquote(name).split("?", 1)[0].split("#", 1)[0]
    said = PurePosixPath(path).suffix.lower().lstrip(".")
    known = {spelt: kind for kind, spellings in ENDINGS.items() for spelt in spellings}
    if _OTHERS.fullmatch(said) or known.get(said, ending) != ending:
        raise PictureRefused(f"Its file is called .{said}, but holds a picture of the kind {ending.upper()}.")


def _check_whole(image: Image.Image, raw: bytes) -> None:
    """Reads a picture to its end, without ever holding many of its pixels; Pillow's errors come out."""
    width, height = image.size
    if image.format in ("JPEG", "MPO") and (not image.info.get("progressive") or width * height <= MAX_DECODED):
        # Notices a missing end, but makes only an eighth of the picture's width and height of it.
        image.draft("RGB", (max(1, width // 8), max(1, height // 8)))
        image.load()
    elif image.format in ("JPEG", "MPO"):
        # Such a file is held as a whole by its decoder, whatever size is asked for.
        if b"\xff\xd9" not in raw[-4096:]:
            raise OSError("no end of image")
    elif image.format == "PNG":
        image.verify()
    elif width * height <= MAX_DECODED:
        image.load()


def keep(raw: bytes, ending: str, *, folder: Path) -> str:
    """The name, relative to `folder`, under which `raw` now lies there; durable when this returns.

    The name is made of the content, so that the same picture lies there once.
    """
    digest = hashlib.sha256(raw).hexdigest()
    name = f"{digest[:2]}/{digest}.{ending}"
    path = folder / name
    if path.is_file() and path.stat().st_size == len(raw):
        return name
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return name


def _inside(href: str, folder: Path) -> Path | None:
    """The file that a plain relative path names inside `folder`; None for any other, links that lead out included."""
    path = PurePosixPath(href)
    unsafe = not href or "\\" in href or ":" in href or not href.isprintable() or path.is_absolute()
    if unsafe or ".." in path.parts:
        return None
    try:
        root = folder.resolve(strict=True)
        found = (root / path).resolve(strict=True)
        return found if found.is_relative_to(root) and found.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _too_large(size: str) -> str:
    return f"Its file has {size} pixels; Broadsheet takes up to {MAX_PIXELS // 1_000_000} million."
