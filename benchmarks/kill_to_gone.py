"""Measures how long a story that is killed can still be read anywhere: page, lists, feeds, catalogue, photos, kiosk.

    python benchmarks/kill_to_gone.py [--stories 10000] [--kills 30] [--paper DIR]

The whole paper runs under `broadsheet run`. Stories from all of its time are killed one after another; a reader asks
the kiosk for the story's address until it answers 410, and the edition is asked until no product that read the story
and no catalogue row names it, and none of its files lies beside it. The seconds count from the beginning of the kill.
"""

from __future__ import annotations

import argparse
import http.client
import logging
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from publish_to_reader import prepare, running_paper, told, wait_for_rest

from broadsheet.cli.opening import open_desk
from broadsheet.paperfile import current

GOAL_SECONDS = 5.0
LONGEST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Death:
    """One kill: seconds until the kiosk answered 410, and until nothing of the story was left in the edition."""

    kiosk: float
    edition: float
    pages: int


def status_at(port: int, address: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def kill(story_id: int) -> Death:
    from django.utils import timezone

    from broadsheet.edition.export import text_of
    from broadsheet.edition.store import Edition, find_media
    from broadsheet.press.ledger import Ledger
    from broadsheet.stories import kills
    from broadsheet.stories.models import Story

    story = Story.objects.get(pk=story_id)
    address = story.current_address()
    edition = Edition(current().edition_place)
    showing = [a for a in Ledger(edition.database).readers([f"story:{story_id}"]) if a.startswith("/")]
    files = edition.media_of(address)
    began = time.monotonic()
    kills.kill(story, by="Benchmark", reason="To see how fast it goes.", now=timezone.now())
    gone_at = left_at = 0.0
    while time.monotonic() < began + LONGEST_SECONDS and not (gone_at and left_at):
        if not gone_at and status_at(current().port, address) == 410:
            gone_at = time.monotonic()
        pages = [page for a in showing if (page := edition.page(a)) is not None]
        named = any(f'{address}"' in text_of(page, "").decode("utf-8", "replace") for page in pages)
        kept = [name for name in files - set(edition.media_names()) if find_media(edition.media_folder, name).exists()]
        if not left_at and not named and not edition.is_published(story_id) and not kept and edition.is_gone(address):
            left_at = time.monotonic()
        time.sleep(0.01)
    edition.close()
    if not (gone_at and left_at):
        raise SystemExit(f"{address} was still there after {LONGEST_SECONDS:.0f} s.")
    return Death(gone_at - began, left_at - began, len(showing))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--paper", type=Path, help="a paper that was made and pressed before; it is written into")
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name:
        prepare(options.paper or Path(name) / "paper", options.stories)
        open_desk(current())
        logging.disable(logging.INFO)
        from broadsheet.stories.models import Story

        ids = list(Story.objects.filter(live=True).order_by("pk").values_list("pk", flat=True))
        with running_paper(current().folder):
            wait_for_rest()
            for story_id in Random(1).sample(ids, options.kills):
                found.append(kill(story_id))
                done = found[-1]
                print(
                    f"  story {story_id}: 410 after {done.kiosk:.2f} s, nothing left after {done.edition:.2f} s, "
                    f"{done.pages} pages showed it",
                    flush=True,
                )
                wait_for_rest()
    print(told("the kiosk answers 410", [d.kiosk for d in found]))
    print(told("nothing of it is left", [d.edition for d in found]) + f"; goal: p99 under {GOAL_SECONDS:.0f} s")
    return 0 if max(d.edition for d in found) < GOAL_SECONDS else 1


if __name__ == "__main__":
    raise SystemExit(main())
