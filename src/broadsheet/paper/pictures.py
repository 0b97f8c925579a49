"""Makes readers' renditions of a photo: each once, from one decode, with its credit inside and no camera data.

original ──▶ upright, RGB ──▶ widths × (JPEG, WebP), XMP credit ──▶ data/renditions/ab/<name>
"""

from __future__ import annotations

import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageOps

from broadsheet.edition.store import former_media_path, media_path
from broadsheet.paper.pieces import Picture, Rendition
from broadsheet.paper.rows import PhotoRow

WIDTHS = (200, 400, 800, 1200, 1600)
JPEG_QUALITY = 80
WEBP_QUALITY = 76

MAKING = "1"
"""Change it when renditions made from then on look different: it is part of their names."""

MEDIA = "/media/"

UNFINISHED = ".unfinished"
"""The folder in which renditions are written before they get their names."""

ABANDONED_SECONDS = 3600
"""A file that lies there so long belongs to a process that is no more."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A picture and the files that it names: (name, where the rendition lies)."""

    picture: Picture
    files: tuple[tuple[str, Path], ...]


class Darkroom:
    """Keeps renditions in `folder`. Their names are keyed with `secret`: nobody can guess one from the original."""

    def __init__(self, folder: Path, secret: str) -> None:
        self.folder = folder
        self.key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"renditions").digest()

    def print(self, photo: PhotoRow, *, alt: str, caption: str) -> Printed:
        """`photo` with these words; renditions that are missing are made.

        Errors: `OSError` for a photo whose file is missing or can't be read.
        """
        widths = [w for w in WIDTHS if w < photo.width] or []
        widths.append(min(photo.width, WIDTHS[-1]))
        widths = sorted(set(widths))
        jpeg = [(self._name(photo, width, "jpg"), width) for width in widths]
        webp = [(self._name(photo, width, "webp"), width) for width in widths]
        missing = [n for n, _ in jpeg + webp if not media_path(self.folder, n).exists()]
        if missing and not all(self._moved(name) for name in missing):
            self._make(photo, jpeg, webp)
        picture = Picture(
            alt=alt,
            caption=caption,
            credit=photo.credit,
            width=widths[-1],
            height=max(1, round(photo.height * widths[-1] / photo.width)),
            jpeg=tuple(Rendition(MEDIA + name, width) for name, width in jpeg),
            webp=tuple(Rendition(MEDIA + name, width) for name, width in webp),
        )
        files = tuple((name, media_path(self.folder, name)) for name, _ in jpeg + webp)
        return Printed(picture, files)

    def _moved(self, name: str) -> bool:
        """Whether it lay where the previous version laid it, and was moved from there."""
        target = media_path(self.folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            former_media_path(self.folder, name).rename(target)
        except FileNotFoundError:
            return False
        return True

    def _name(self, photo: PhotoRow, width: int, suffix: str) -> str:
        what = "\0".join(
            (MAKING, photo.file_hash, str(width), photo.creator, photo.credit, photo.copyright, photo.caption)
        )
        digest = hashlib.blake2b(what.encode(), key=self.key, digest_size=16).hexdigest()
        return f"{digest}-{width}.{suffix}"

    def _make(self, photo: PhotoRow, jpeg: list[tuple[str, int]], webp: list[tuple[str, int]]) -> None:
        packet = xmp(photo)
        self._tidy()
        with Image.open(photo.path) as original:
            # JPEG's own reduction: a 24-megapixel photo is never held whole.
            original.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
            upright = ImageOps.exif_transpose(original)
            largest = _flat(upright)
        files = [(n, w, "JPEG") for n, w in jpeg] + [(n, w, "WEBP") for n, w in webp]
        # Pillow lets go of the interpreter while it scales and compresses: two at a time take half as long.
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            saves = [pool.submit(self._save, largest, file, packet=packet) for file in reversed(files)]
        for save in saves:
            save.result()

    def _save(self, largest: Image.Image, file: tuple[str, int, str], *, packet: bytes) -> None:
        name, width, kind = file
        height = max(1, round(largest.height * width / largest.width))
        sized = largest.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        path = media_path(self.folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / UNFINISHED / f"{name}.{os.getpid()}"
        try:
            with temporary.open("wb") as open_file:
                if kind == "JPEG":
                    sized.save(open_file, kind, xmp=packet, quality=JPEG_QUALITY, progressive=True)
                else:
                    sized.save(open_file, kind, xmp=packet, quality=WEBP_QUALITY)
                open_file.flush()
                # Else a machine that stops could leave an empty file under the name of a whole one.
                os.fsync(open_file.fileno())
            temporary.rename(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    def _tidy(self) -> None:
        """Take away what a crash left unfinished, long ago: no other process is at work on that."""
        folder = self.folder / UNFINISHED
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                    path.unlink()


def _flat(image: Image.Image) -> Image.Image:
    """`image` as RGB on white, with nothing of the camera's left."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(over, mask=over.getchannel("A"))
        return flat
    flat = image.convert("RGB")
    bare = Image.new("RGB", flat.size)
    bare.paste(flat)
    return bare


def xmp(photo: PhotoRow) -> bytes:
    """Creator, credit, copyright and caption as an XMP packet. **Source:** IPTC Photo Metadata Standard 2023.2."""

    def text(value: str) -> str:
        return escape(value, {'"': "&quot;"})

    def entry(tag: str, kind: str, value: str) -> str:
        if not value:
            return ""
        language = ' xml:lang="x-default"' if kind == "Alt" else ""
        return f"<dc:{tag}><rdf:{kind}><rdf:li{language}>{text(value)}</rdf:li></rdf:{kind}></dc:{tag}>"

    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        f' photoshop:Credit="{text(photo.credit)}">'
        + entry("creator", "Seq", photo.creator)
        + entry("rights", "Alt", photo.copyright)
        + entry("description", "Alt", photo.caption)
        + '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()
