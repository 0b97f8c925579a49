"""Draws every picture of the demo paper anew, or those named: `python -m broadsheet.demo.photos.draw [NAME …]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from broadsheet.demo.photos import (
    portraits,
    scenes_away,
    scenes_country,
    scenes_life,
    scenes_sport,
    scenes_town,
    scenes_works,
)
from broadsheet.demo.photos.canvas import Canvas

PICTURES: dict[str, Callable[[], Canvas]] = {
    "river-dusk": scenes_country.river_dusk,
    "rice-paddies": scenes_country.rice_paddies,
    "temple-sunrise": scenes_country.temple_sunrise,
    "forest-mist": scenes_country.forest_mist,
    "stilt-village": scenes_country.stilt_village,
    "island-coast": scenes_country.island_coast,
    "skyline": scenes_town.skyline,
    "night-market": scenes_town.night_market,
    "rain-street": scenes_town.rain_street,
    "port": scenes_town.port,
    "train": scenes_works.train,
    "solar": scenes_works.solar,
    "football": scenes_sport.football,
    "boxing": scenes_sport.boxing,
    "coffee": scenes_life.coffee,
    "school": scenes_life.school,
    "silk": scenes_life.silk,
    "country-lane": scenes_away.country_lane,
    "northern-church": scenes_away.northern_church,
    "harbour-ferry": scenes_away.harbour_ferry,
    "portrait-vannara": portraits.vannara,
    "portrait-halloran": portraits.halloran,
    "portrait-sopheak": portraits.sopheak,
}


def draw(names: list[str], folder: Path) -> None:
    """Write NAME.jpg into `folder` for each name; KeyError for one that isn't drawn here."""
    for name in names:
        PICTURES[name]().finish(folder / f"{name}.jpg")


if __name__ == "__main__":
    draw(sys.argv[1:] or list(PICTURES), Path(__file__).parent)
