"""Renders and compresses the pages of the paper named by BROADSHEET_PAPER from memory; prints what it cost as JSON.

Everything is gathered first, with nothing kept of it but the frozen contexts; what is measured then asks no database
and writes nothing: no press could be faster with these templates.
"""

from __future__ import annotations

import gc
import json
import time

from broadsheet.cli.opening import open_desk
from broadsheet.edition.records import Page
from broadsheet.paperfile import current


def render_all() -> dict[str, float]:
    """CPU seconds of gathering everything, of making the pages, and of making what else there is."""
    open_desk(current())
    from django.utils import timezone

    from broadsheet.paper.newsroom import PaperNewsroom
    from broadsheet.paper.presses import open_press
    from broadsheet.press.making import BATCH
    from broadsheet.press.snapshot import snapshot

    newsroom = PaperNewsroom(current())
    recipes = {recipe.name: recipe for recipe in newsroom.recipes}
    gathered = []
    gc.disable()
    with open_press() as press, snapshot():
        began = time.process_time()
        reading = newsroom.open(timezone.now())
        todo = sorted(press.everything(reading).items(), key=lambda pair: (pair[1], pair[0]))
        for start in range(0, len(todo), BATCH):
            batch = todo[start : start + BATCH]
            for name in {recipe for _, recipe in batch}:
                recipes[name].prime([address for address, recipe in batch if recipe == name], reading)
            gathered += [(name, recipes[name].gather(address, reading)) for address, name in batch]
        gathering = time.process_time() - began
    made = {True: 0.0, False: 0.0}
    pages = 0
    for name, inputs in gathered:
        began = time.process_time()
        product = inputs.make()
        made[name != "row"] += time.process_time() - began
        pages += isinstance(product, Page)
    return {"pages": pages, "gathering": gathering, "pages_cpu": made[True], "rows_cpu": made[False]}


if __name__ == "__main__":
    print(json.dumps(render_all()))
