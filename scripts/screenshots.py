"""Takes the README's pictures of the demo paper: `screenshots.py http://127.0.0.1:8000 docs/screenshots`."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
STORY = re.compile(r'href="(/\d{4}/\d\d/\d\d/river-city[^"]*)"')
PICTURES = {"front-1440": (1440, 1100, False), "story-768": (768, 1024, True), "story-360": (360, 780, True)}
"""File → width and height in CSS pixels, and whether of the story."""


def main(address: str, folder: Path) -> None:
    """Write the pictures of the demo paper that runs at `address` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with urlopen(address) as answer:
        found = STORY.search(answer.read().decode())
    if found is None:
        sys.exit(f"No demo paper at {address}: its front has no story to show.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (width, height, story) in PICTURES.items():
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.goto(address + (found[1] if story else "/"), wait_until="networkidle")
            write(page.screenshot(), folder / f"{name}.png")
            page.close()
        chromium.close()


def write(raw: bytes, path: Path) -> None:
    """The picture in 256 colours, a third of the size."""
    with Image.open(io.BytesIO(raw)) as image:
        full = image.convert("RGB")
        # Pillow dithers only to a palette that it is given.
        few = full.quantize(palette=full.quantize(256, kmeans=1), dither=Image.Dither.FLOYDSTEINBERG)
        few.save(path, optimize=True)
    print(f"{path}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
