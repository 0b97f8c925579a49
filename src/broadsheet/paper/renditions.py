"""Makes the files of a photo from one decode: upright, sRGB, cut and scaled, with its credit and no camera data.

original ──draft──▶ upright, sRGB ──▶ largest needed ──▶ each size ──▶ AVIF, WebP, JPEG ──▶ fsync, rename
"""

from __future__ import annotations

import ctypes
import io
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from broadsheet.edition.store import media_path
from broadsheet.paper.shapes import ALL, Cut, Size

SAVING: Mapping[str, Mapping[str, Any]] = {
    # Two small pictures at once are faster than one on two threads, and tiles, which are for threads, cost bytes.
    "avif": {"format": "AVIF", "quality": 50, "speed": 8, "max_threads": 1, "autotiling": False},
    "webp": {"format": "WEBP", "quality": 76, "method": 2},
    "png": {"format": "PNG", "optimize": True},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True},
}

WIDE = 1200
"""From here on AVIF is made at speed 9: a fifth of the time, a tenth more bytes, for no telephone asks for it."""

FINE = 752
"""Up to here a picture has two pixels for each point of a telephone: nobody sees that AVIF has …"""
FINE_QUALITY = 45
"""… this quality there, and is a fifth smaller."""

_one_encoder = threading.Lock()
"""AVIF's takes 47 MB for 1,600 pixels; there is one at a time, and …"""

_give_back = getattr(ctypes.CDLL(None), "malloc_trim", int)
"""… glibc's `malloc`, which would keep what that one took, gives it back. Others need no telling."""

UNREADABLE = (Image.DecompressionBombError, RuntimeError, SyntaxError, EOFError, ValueError, TypeError, struct.error)
"""What Pillow and its decoders raise for a damaged file, beside `OSError`: a size that can't be, a chunk cut short."""

UNFINISHED = ".unfinished"
"""The folder in which renditions are written before they get their names."""

ABANDONED_SECONDS = 3600
"""A file that lies there so long belongs to a process that is no more."""


def make(original: str, cuts: Sequence[tuple[str, Cut]], folder: Path, *, packet: bytes) -> None:
    """Lay the files of each (stem, cut) into `folder`; `packet` is the XMP that each carries.

    Errors: `OSError` for an original that is missing or can't be read, or a folder that can't be written.
    """
    largest = _developed(original, [cut for _, cut in cuts])
    tidy(folder)
    # Pillow lets go of the interpreter while it scales and compresses. The largest first: they end last.
    jobs = sorted(((size, stem, cut) for stem, cut in cuts for size in cut.sizes), key=lambda job: -job[0][0])
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        made = [pool.submit(_print, largest, cut, size, folder, stem, packet) for size, stem, cut in jobs]
    for one in made:
        one.result()


def _print(largest: Image.Image, cut: Cut, size: Size, folder: Path, stem: str, packet: bytes) -> None:
    """Lay the files of one size, one after the other: what Pillow's `save` is told lies in the image."""
    image = _scaled(largest, cut, size)
    for ending in cut.shape.formats:
        write = partial(image.save, **_words(packet, ending), **_saving(ending, size[0]))
        with _one_encoder if ending == "avif" else nullcontext():
            lay(folder, f"{stem}-{size[0]}.{ending}", write)
            if ending == "avif":
                _give_back(0)


def _saving(ending: str, width: int) -> dict[str, Any]:
    said = dict(SAVING[ending])
    if ending == "avif" and width >= WIDE:
        said["speed"] = 9
    if ending == "avif" and width <= FINE:
        said["quality"] = FINE_QUALITY
    return said


def _words(packet: bytes, ending: str) -> dict[str, Any]:
    """How a file of that format is given its XMP."""
    if ending != "png":
        return {"xmp": packet}
    said = PngImagePlugin.PngInfo()
    said.add_itxt("XML:com.adobe.xmp", packet.decode())
    return {"pnginfo": said}


def lay(folder: Path, name: str, write: Callable[[BinaryIO], object]) -> None:
    """The file `name` in `folder`, whole and durable or not at all."""
    path = media_path(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = folder / UNFINISHED / f"{name}.{os.getpid()}"
    try:
        with temporary.open("w+b") as open_file:
            write(open_file)
            open_file.flush()
            # Else a machine that stops could leave an empty file under the name of a whole one.
            os.fsync(open_file.fileno())
        temporary.rename(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def tidy(folder: Path) -> None:
    """Take away what a crash left unfinished, long ago: no other process is at work on that."""
    unfinished = folder / UNFINISHED
    unfinished.mkdir(parents=True, exist_ok=True)
    for path in unfinished.iterdir():
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                path.unlink()


def upright_size(path: str) -> tuple[int, int]:
    """Width and height of the photo at `path` as it is looked at; reads no more than its head.

    Errors: `OSError`.
    """
    with _opened(path) as image:
        turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        return (image.height, image.width) if turned else image.size


@contextmanager
def _opened(path: str) -> Iterator[Image.Image]:
    """The picture at `path`; whatever it turns out to lack while it is read is told as an `OSError`."""
    try:
        with Image.open(path) as image:
            yield image
    except UNREADABLE as error:
        raise OSError(f"{path} is damaged: {error}") from error


def _developed(path: str, cuts: Sequence[Cut]) -> Image.Image:
    """The photo in sRGB, no larger than the largest of `cuts` needs it: RGB on white, RGBA where all cuts are clear."""
    clear = all(cut.shape.clear for cut in cuts)
    with _opened(path) as image:
        # JPEG's own reduction: a 24-megapixel photo is never held whole.
        need = max(_needed(cut) for cut in cuts)
        wide, high = upright_size(path)
        scale = min(1.0, need / wide)
        target = (max(1, round(wide * scale)), max(1, round(high * scale)))
        image.draft("RGB", (max(target), max(target)) if wide != image.width else target)
        profile = image.info.get("icc_profile")
        ImageOps.exif_transpose(image, in_place=True)
        # A new picture at any size: nothing of the file's is left in it.
        whole = image.convert("RGBA") if clear and _has_holes(image) else _flat(image)
        small = whole.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)
    small.info.clear()
    return _in_srgb(small, profile)


def _needed(cut: Cut) -> float:
    """The width that the whole photo must have for the widest size of `cut`."""
    return cut.sizes[-1][0] / (cut.box[2] - cut.box[0])


def _scaled(image: Image.Image, cut: Cut, size: tuple[int, int]) -> Image.Image:
    if cut.box == ALL and size == image.size:
        return image
    left, top, right, bottom = cut.box
    box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _flat(image: Image.Image) -> Image.Image:
    """`image` on white where it is transparent, in a mode that can be scaled: RGB, or CMYK with its profile."""
    if _has_holes(image):
        over = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(over, mask=over.getchannel("A"))
        return flat
    if image.mode in ("RGB", "L") or (image.mode == "CMYK" and image.info.get("icc_profile")):
        return image
    return image.convert("RGB")


def _has_holes(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """`image` as RGB or RGBA; colours of another `profile` are translated, an unreadable profile is passed over."""
    if image.mode == "RGBA":
        clear = _in_srgb(image.convert("RGB"), profile)
        clear.putalpha(image.getchannel("A"))
        return clear
    if profile and image.mode in ("RGB", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError):
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            found = ImageCms.profileToProfile(image, given, _SRGB, outputMode="RGB")
            if found is not None:
                found.info.clear()
                return found
    return image if image.mode == "RGB" else image.convert("RGB")


_SRGB = ImageCms.createProfile("sRGB")
