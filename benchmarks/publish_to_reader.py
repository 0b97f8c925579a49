"""Measures how long a story takes from the desk's publish request to the readers, and what the press makes for it.

    python benchmarks/publish_to_reader.py [--stories 10000] [--publishes 50] [--paper DIR]

The whole paper runs under `broadsheet run`, all pages pressed before. Each publication is Wagtail's own edit form with
its publish button, sent over HTTP by a signed-in editor; readers ask for the story's address and for the front until
they show the story. After each, every row of the edition is compared with what it was: as many products must have been
rendered, and changed, as have other bytes than before.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from desk_client import Editor
from reader_client import Watch
from servers import child_environment, free_port

from broadsheet.cli.opening import open_desk
from broadsheet.demo.sentences import headline, paragraph
from broadsheet.paperfile import current

GOAL_SECONDS = 1.0
EDITOR = "editor@benchmark.example"
COMMAND = "from broadsheet.cli import main; main()"
PRODUCTS = {
    "pages": "address, kind, content_type, language, etag, head, tail",
    "catalogue": "'story/' || story_id, language, section, address, headline, teaser, published_at, card",
    "shells": "'shell/' || language, html",
    "redirects": "address, target",
    "tombstones": "address",
}
"""What the press makes, by table; the first column names the product."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication: seconds from the sending of the request, and products counted twice."""

    desk: float
    story: float
    front: float
    rendered: int
    changed: int
    differing: int
    differing_pages: int

    @property
    def exact(self) -> bool:
        return self.rendered == self.changed == self.differing


@contextmanager
def running_paper(folder: Path) -> Iterator[None]:
    """The paper under `broadsheet run`, from the first answers of kiosk and desk to the end of the block."""
    command = [sys.executable, "-c", COMMAND, "run"]
    with (folder.parent / "run.log").open("w") as log:
        process = subprocess.Popen(command, env=child_environment(), stdout=log, stderr=log)
        try:
            _await(current().port, process)
            _await(current().desk_port, process)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"Nothing answers on port {port}.")


def digests(edition: Path) -> dict[str, bytes]:
    """A digest of each product of the edition, by its address."""
    found = {}
    with closing(sqlite3.connect(f"file:{edition}?mode=ro", uri=True)) as connection:
        for table, columns in PRODUCTS.items():
            for address, *rest in connection.execute(f"SELECT {columns} FROM {table}"):
                digest = blake2b(table.encode(), digest_size=16)
                for value in rest:
                    digest.update(value if isinstance(value, bytes) else repr(value).encode())
                    digest.update(b"\0")
                found[address] = digest.digest()
    return found


def wait_for_rest() -> None:
    """Until the press has nothing to do and has told of its last run."""
    from django.utils import timezone

    from broadsheet.press.models import Order

    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not Order.objects.filter(due_at__lte=timezone.now()).exists():
            return
        time.sleep(0.05)
    raise SystemExit("The press did not finish.")


def publish(number: int, editor: Editor, before: dict[str, bytes]) -> tuple[Publication, dict[str, bytes]]:
    """Write a draft, publish it over HTTP, watch it come out; also returns the digests of the edition after it."""
    from django.utils import timezone

    from broadsheet.press.models import PressRun
    from broadsheet.staff.models import Staff
    from broadsheet.stories import acts
    from broadsheet.stories.models import Byline, Section, Topic

    dice = Random(1_000_000 + number)
    sections = list(Section.objects.order_by("path"))
    prose = "".join(f"<p>{paragraph(dice)}</p>" for _ in range(9))
    text = acts.StoryText(
        headline=f"{headline(dice)}, part {number}",
        body=[{"type": "prose", "value": prose}],
        standfirst=paragraph(dice)[:180],
        byline_ids=[dice.choice(list(Byline.objects.values_list("pk", flat=True)))],
        topic_ids=dice.sample(list(Topic.objects.values_list("pk", flat=True)), 2),
    )
    section = sections[number % len(sections)]
    story = acts.create(section, text, by=Staff.objects.get(email=EDITOR), now=timezone.now())
    fields = editor.open(story.pk, prose)
    last_run = PressRun.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    day = timezone.now().astimezone(current().timezone).date()
    address = f"/{day:%Y/%m/%d}/{story.slug}"
    # The live list also names the newest stories: what counts on the front is its own part of the page.
    readers = [
        Watch(current().port, address, lambda page: text.headline in page),
        Watch(current().port, "/", lambda page: address in page.partition('class="most-viewed"')[0]),
    ]
    for reader in readers:
        reader.start()
        reader.ready.wait(5)
    sent_at = time.monotonic()
    desk = editor.publish(story.pk, fields)
    for reader in readers:
        reader.join()
        if not reader.seen_at:
            raise SystemExit(f"{reader.address} never showed the story.")
    wait_for_rest()
    runs = list(PressRun.objects.filter(pk__gt=last_run).values_list("rendered", "changed"))
    after = digests(current().edition)
    differing = {a for a in before.keys() | after.keys() if before.get(a) != after.get(a)}
    done = Publication(
        desk=desk,
        story=readers[0].seen_at - sent_at,
        front=readers[1].seen_at - sent_at,
        rendered=sum(rendered for rendered, _ in runs),
        changed=sum(changed for _, changed in runs),
        differing=len(differing),
        differing_pages=sum(1 for a in differing if not a.startswith(("story/", "shell/"))),
    )
    return done, after


def prepare(folder: Path, stories: int) -> None:
    """A paper of `stories`, all of it pressed, named by BROADSHEET_PAPER; one that lies there already is taken."""
    environment = child_environment()
    there = (folder / "paper.toml").exists()
    if not there:
        making = [sys.executable, "-m", "paper_of_stories", str(folder), str(stories)]
        subprocess.run(making, env=environment, check=True)
    os.environ["BROADSHEET_PAPER"] = str(folder)
    if there:
        # Another address would have every page pressed anew.
        for port in (current().port, current().desk_port):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    raise SystemExit(f"Something else answers on port {port}, which the paper in {folder} uses.")
    else:
        os.environ |= {"BROADSHEET_PORT": str(free_port()), "BROADSHEET_DESK_PORT": str(free_port())}
    if not there:
        press = [sys.executable, "-m", "press_round"]
        subprocess.run(press, env=child_environment(), check=True, stdout=subprocess.DEVNULL)


def measure(folder: Path, *, stories: int, publishes: int) -> list[Publication]:
    prepare(folder, stories)
    open_desk(current())
    from broadsheet.cli.user import add_staff, sign_in_link

    logging.disable(logging.INFO)
    from broadsheet.staff.models import Staff

    if not Staff.objects.filter(email=EDITOR).exists():
        add_staff(EDITOR, "Bench Editor", "administrator")
    found = []
    with running_paper(folder):
        editor = Editor(sign_in_link(EDITOR), current().desk_address)
        wait_for_rest()
        before = digests(current().edition)
        for number in range(publishes):
            done, before = publish(number, editor, before)
            found.append(done)
            print(
                f"  {number + 1:>3}  desk {done.desk:.3f} s, story {done.story:.3f} s, front {done.front:.3f} s; "
                f"rendered {done.rendered}, changed {done.changed}, differing {done.differing}",
                flush=True,
            )
    return found


def told(name: str, values: list[float]) -> str:
    tenth = statistics.quantiles(values, n=10, method="inclusive")[-1]
    last = statistics.quantiles(values, n=100, method="inclusive")[-1]
    middle = statistics.median(values)
    return f"{name}: median {middle:.3f} s, p90 {tenth:.3f} s, p99 {last:.3f} s, longest {max(values):.3f} s"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--publishes", type=int, default=50)
    parser.add_argument("--paper", type=Path, help="a paper that was made and pressed before; it is written into")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name:
        found = measure(options.paper or Path(name) / "paper", stories=options.stories, publishes=options.publishes)
    print(told("the desk's answer to the publish request", [p.desk for p in found]))
    print(told("the kiosk serves the story", [p.story for p in found]) + f"; goal: median under {GOAL_SECONDS:.0f} s")
    print(told("the kiosk serves the front with it", [p.front for p in found]))
    pages = [p.differing_pages for p in found]
    exact = sum(1 for p in found if p.exact)
    print(f"reader pages changed by a publication: {statistics.median(pages):.0f} (from {min(pages)} to {max(pages)})")
    print(f"rendered = changed = differing products: {exact} of {len(found)}; goal: all")
    in_time = statistics.median(max(p.story, p.front) for p in found) < GOAL_SECONDS
    return 0 if in_time and exact == len(found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
