"""Makes readers' files of a 24-megapixel photo, 4 widths in AVIF, WebP and JPEG, our way and Wagtail's.

    python benchmarks/renditions.py
    python benchmarks/renditions.py --photo FILE.jpg --rounds 5

Both sides run by turns, each in a process of its own, on the same drawn photo (6000 × 4000, detail of several sizes).
Counted are CPU seconds of the making alone, and how much memory grew at most meanwhile. Wagtail's way is that of its
`{% picture %}` tag with its own defaults: `get_renditions` of format-{avif,webp,jpeg} by width-{400,752,1120,1600}.
Ours is what the press calls; a second figure of ours adds the cut for cards, thumbnails and shared links.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from PIL import Image

from broadsheet.paper.picture_pieces import PhotoRow
from broadsheet.paper.pictures import Darkroom
from broadsheet.paper.shapes import OF_A_STORY, WHOLE

SIZE = (6000, 4000)
WIDTHS = WHOLE.widths
GOAL_RATIO = 4.0
GOAL_SECONDS = 1.0
GOAL_MIB = 80 / 1.048576
SIDES = ("ours", "ours, every shape", "Wagtail")


def draw(path: Path) -> None:
    """A photo with detail of several sizes, as a lens leaves it: between a drawing and noise."""
    photo = Image.linear_gradient("L").resize(SIZE)
    for side, weight in ((12, 0.5), (90, 0.4), (700, 0.25), (3000, 0.12)):
        noise = Image.effect_noise((side, side * 2 // 3), 90).resize(SIZE, Image.Resampling.BICUBIC)
        photo = Image.blend(photo, noise, weight)
    tints = [photo.point([min(255, shade * part // 8) for shade in range(256)]) for part in (8, 9, 7)]
    Image.merge("RGB", tints).save(path, quality=92)


def measured(act: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds and MiB that `act` took."""
    # What a process inherits from its parent counts as its own peak until it is set back.
    Path("/proc/self/clear_refs").write_text("5")
    before, began = peak(), time.process_time()
    act()
    return time.process_time() - began, peak() - before


def peak() -> float:
    """MiB that this process held at most."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def ours(photo: Path, folder: Path, *, every_shape: bool) -> tuple[float, float]:
    row = PhotoRow(1, str(photo), "hash", *SIZE, alt="", caption="Boats", credit="AFP", creator="Sok", copyright="AFP")
    room = Darkroom(folder, "secret")
    return measured(lambda: room.print(row, WHOLE, together=OF_A_STORY if every_shape else ()))


def wagtail(photo: Path, folder: Path) -> tuple[float, float]:
    import django
    from django.conf import settings

    apps = "wagtail.images wagtail.search wagtail.documents wagtail.users wagtail.admin wagtail modelcluster taggit"
    settings.configure(
        INSTALLED_APPS=[*apps.split(), "django.contrib.auth", "django.contrib.contenttypes"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "plain.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        MEDIA_ROOT=str(folder),
        STATIC_URL="/static/",
        SECRET_KEY="a benchmark keeps no secrets",
        WAGTAILADMIN_BASE_URL="http://127.0.0.1",
        WAGTAIL_SITE_NAME="The Gazette",
        ROOT_URLCONF="wagtail.admin.urls",
        USE_TZ=True,
    )
    django.setup()
    from django.core.files.images import ImageFile
    from django.core.management import call_command
    from wagtail.images import get_image_model

    call_command("migrate", verbosity=0)
    with photo.open("rb") as file:
        image = get_image_model().objects.create(title="Boats", file=ImageFile(file, name="boats.jpg"))
    filters = [f"width-{width}|format-{kind}" for width in WIDTHS for kind in ("avif", "webp", "jpeg")]
    return measured(lambda: image.get_renditions(*filters))


def child(side: str, photo: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        cpu, memory = wagtail(photo, here) if side == "Wagtail" else ours(photo, here, every_shape=side != "ours")
    print(cpu, memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photo", type=Path, help="a JPEG instead of the drawn one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.photo)
        return
    with tempfile.TemporaryDirectory() as folder:
        photo = options.photo or Path(folder) / "photo.jpg"
        if options.photo is None:
            draw(photo)
        found: dict[str, list[tuple[float, float]]] = {side: [] for side in SIDES}
        for _ in range(options.rounds):
            for side in SIDES:
                command = [sys.executable, __file__, "--child", side, "--photo", str(photo)]
                done = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ))
                cpu, memory = map(float, done.stdout.split())
                found[side].append((cpu, memory))
    for side in SIDES:
        cpus, memories = zip(*found[side], strict=True)
        print(f"{side:18} {statistics.median(cpus):6.2f} CPU s ({min(cpus):.2f} to {max(cpus):.2f})", end="")
        print(f"   {statistics.median(memories):5.0f} MiB more at the highest")
    ratios = [theirs / mine for (theirs, _), (mine, _) in zip(found["Wagtail"], found["ours"], strict=True)]
    ratio = statistics.median(ratios)
    print(f"Wagtail ÷ ours, CPU seconds: {ratio:.1f} ({min(ratios):.1f} to {max(ratios):.1f}); goal {GOAL_RATIO:.0f}")
    cpus, memories = zip(*found["ours"], strict=True)
    print(f"goals: {GOAL_SECONDS} CPU s, {GOAL_MIB:.0f} MiB (80 MB)")
    if ratio < GOAL_RATIO or statistics.median(cpus) > GOAL_SECONDS or statistics.median(memories) > GOAL_MIB:
        sys.exit("The goal is missed.")


if __name__ == "__main__":
    main()
