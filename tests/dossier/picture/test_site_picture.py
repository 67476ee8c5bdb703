"""The picture of one observation: what of the images it shows, and what it says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from servanda.dossier.picture.picture import Caption, picture
from servanda.dossier.picture.site_picture import (
    AROUND_SITES,
    LEAST_AROUND_PX,
    caption_text,
    site_picture,
)
from servanda.records import Direction, Grid, Image, Scene
from tests.looks import cleared, hidden, unchanged

SIDE = 300
GRID = Grid(SIDE, SIDE, (10.0, 0.0, 300_000.0, 0.0, -10.0, 4_200_000.0), "EPSG:32652")
DAY = date(2018, 11, 23)


def image(day: int) -> Image:
    pixels = np.random.default_rng(day).uniform(500, 3000, (1, SIDE, SIDE)).astype(np.float32)
    taken = datetime(2018, 11, day, 2, tzinfo=UTC)
    scene = Scene(f"s{day}", "0" * 64, None, "sentinel-2", taken, 10.0, False)
    return Image(scene, ("red",), pixels, np.zeros((SIDE, SIDE), np.uint8), GRID)


IMAGES = image(1), image(2)


def mask(top: int, bottom: int, left: int, right: int) -> np.ndarray:
    made = np.zeros((SIDE, SIDE), np.bool_)
    made[top:bottom, left:right] = True
    return made


@pytest.mark.parametrize(
    ("site", "rows", "columns"),
    [
        ((150, 152, 150, 152), (126, 176), (126, 176)),  # small: so many pixels on each side
        ((150, 170, 150, 152), (90, 230), (126, 176)),  # tall: so many times its height
        ((0, 2, 298, 300), (0, 26), (274, 300)),  # in a corner: as far as the image goes
    ],
)
@pytest.mark.parametrize("observable", [True, False])
def test_a_picture_shows_the_site_and_its_surroundings_and_no_more(
    site: tuple[int, int, int, int],
    rows: tuple[int, int],
    columns: tuple[int, int],
    observable: bool,
) -> None:
    assert (LEAST_AROUND_PX, AROUND_SITES) == (24, 3)
    footprint = mask(*site)
    look, changed = (cleared(DAY), footprint) if observable else (hidden(DAY), None)
    part = slice(*rows), slice(*columns)
    before, after = (one.window(rows, columns) for one in IMAGES)
    expected = picture(
        before,
        after,
        None if changed is None else changed[part],
        Caption("GP 7", "Copernicus", caption_text(look)),
        site=footprint[part],
    )
    drawn = site_picture(look, IMAGES, changed, footprint, name="GP 7", source="Copernicus")
    assert drawn == expected


def test_the_caption_says_what_was_found_how_surely_and_why() -> None:
    assert caption_text(cleared(DAY)) == (
        "changed, cleared (p 0.005); brighter than 99 % of the controls"
    )
    undirected = cleared(DAY, direction=Direction.UNDETERMINED)
    assert caption_text(undirected).startswith("changed (p 0.005); ")
    assert caption_text(unchanged(DAY)).startswith("unchanged (p 0.6); ")
    assert caption_text(hidden(DAY)) == "not observable: cloud over 80 % of the site"
