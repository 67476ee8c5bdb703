"""Pictures of observations: what lies where, in which colour, and what the words say."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from servanda.dossier.picture.frame import frame_of
from servanda.dossier.picture.marks import CHANGE, HATCH, SITE, round_metres
from servanda.dossier.picture.picture import Caption, picture
from servanda.dossier.picture.sheet import LABEL, MARGIN, TITLE, to_ascii
from servanda.records import Grid, Image, Obstacle, Scene

SIDE, PANEL = 64, 256
NORTH_UP = Grid(SIDE, SIDE, (10, 0, 300_000, 0, -10, 4_200_000), "EPSG:32652")
CAPTION = Caption("GP 7", "Copernicus", "changed")


def image(
    pixels: np.ndarray, day: int = 1, *, grid: Grid = NORTH_UP, simulated: bool = False
) -> Image:
    taken = datetime(2018, 11, day, 2, 12, tzinfo=UTC)
    scene = Scene(f"s{day}", "0" * 64, None, "Sentinel-2 MSI", taken, 10.0, simulated)
    obstacles = np.zeros(pixels.shape[1:], np.uint8)
    return Image(
        scene, ("blue", "green", "red")[: len(pixels)], pixels.astype(np.float32), obstacles, grid
    )


def ramp() -> np.ndarray:
    """Bright at the first row."""
    return np.broadcast_to(np.linspace(3000, 500, SIDE)[None, :, None], (3, SIDE, SIDE)).copy()


def panel_of(png: bytes, number: int) -> np.ndarray:
    """(row, column, 3) of one panel."""
    left = MARGIN + number * (PANEL + MARGIN)
    whole = np.asarray(Pillow.open(io.BytesIO(png)).convert("RGB")).astype(int)
    return whole[TITLE + LABEL : TITLE + LABEL + PANEL, left : left + PANEL]


def drawn(before: Image, after: Image, changed: np.ndarray | None, **more: object) -> bytes:
    return picture(before, after, changed, CAPTION, panel_px=PANEL, **more)  # type: ignore[arg-type]


def square() -> np.ndarray:
    mask = np.zeros((SIDE, SIDE), bool)
    mask[16:24, 32:48] = True
    return mask


def is_colour(panel: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return (panel == colour).all(axis=-1)


def test_what_changed_is_outlined_where_it_lies_and_only_in_the_last_panel() -> None:
    png = drawn(image(ramp()), image(ramp(), 2), square())
    rows, columns = np.nonzero(is_colour(panel_of(png, 2), CHANGE))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (64, 95, 128, 191)
    assert not is_colour(panel_of(png, 0), CHANGE).any()
    assert not is_colour(panel_of(png, 2), CHANGE)[70:90, 140:180].any()


def test_the_site_is_outlined_in_every_panel() -> None:
    png = drawn(image(ramp()), image(ramp(), 2), square() & False, site=square())
    assert all(is_colour(panel_of(png, number), SITE).sum() > 300 for number in range(3))


def test_an_image_stored_from_south_to_north_is_turned() -> None:
    upside = Grid(SIDE, SIDE, (10, 0, 300_000, 0, 10, 4_100_000), "EPSG:32652")
    png = drawn(image(ramp(), grid=upside), image(ramp(), 2, grid=upside), None)
    panel = panel_of(png, 0).mean(axis=(1, 2))
    assert panel[-20] > panel[20] + 100


def test_a_frame_puts_each_pixel_where_its_transform_says() -> None:
    turned = Grid(30, 20, (8.0, 3.0, 500.0, 3.0, -8.0, 900.0), "EPSG:32652")
    frame = frame_of(turned, 10.0, 256)
    a, b, c, d, e, f = turned.transform
    x = [a * col + b * row + c for row in (0, 30) for col in (0, 20)]
    y = [d * col + e * row + f for row in (0, 30) for col in (0, 20)]
    metres = max(max(x) - min(x), max(y) - min(y)) / 256
    east = (min(x) + max(x)) / 2 + (100.5 - 128) * metres
    north = (min(y) + max(y)) / 2 - (90.5 - 128) * metres
    column, row = np.linalg.solve([[a, b], [d, e]], [east - c, north - f])
    assert (frame.row[3 * 90 + 1, 3 * 100 + 1], frame.column[3 * 90 + 1, 3 * 100 + 1]) == (
        int(row), int(column)
    )  # fmt: skip
    assert frame.metres == pytest.approx(metres)


def test_degrees_are_drawn_as_metres() -> None:
    grid = Grid(100, 100, (0.0001, 0, 126.0, 0, -0.0001, 60.0), "EPSG:4326")
    frame = frame_of(grid, 10.0, 256)
    inside = frame.inside
    assert inside.any(axis=1).sum() == 256
    assert inside.any(axis=0).sum() == pytest.approx(128, abs=2)  # cos 60


def test_both_dates_share_one_contrast() -> None:
    png = drawn(image(ramp()), image(ramp() * 0.5, 2), None)
    assert panel_of(png, 0).mean() > panel_of(png, 1).mean() + 30


def test_what_cannot_be_seen_is_hatched_and_not_called_changed() -> None:
    after = image(ramp() * np.where(square(), np.nan, 1.0), 2)
    after.obstacles[square()] = Obstacle.CLOUD
    png = drawn(image(ramp()), after, square())
    for number in (1, 2):
        part = panel_of(png, number)[66:94, 130:190]
        assert (is_colour(part, HATCH[0]) | is_colour(part, HATCH[1])).all()
    assert not is_colour(panel_of(png, 2), CHANGE).any()


def test_simulated_scenes_say_so_in_every_panel_and_in_the_file() -> None:
    first = drawn(image(ramp()), image(ramp(), 2), square())
    second = drawn(image(ramp()), image(ramp(), 2, simulated=True), square())
    for number in range(3):
        assert (panel_of(first, number) != panel_of(second, number)).any(axis=2).mean() > 0.1
    assert Pillow.open(io.BytesIO(second)).text["Warning"] == "SIMULATED"  # type: ignore[attr-defined]
    assert "Warning" not in Pillow.open(io.BytesIO(first)).text  # type: ignore[attr-defined]


def test_the_same_images_give_the_same_bytes() -> None:
    assert drawn(image(ramp()), image(ramp(), 2), square()) == drawn(
        image(ramp()), image(ramp(), 2), square()
    )


def test_images_of_nothing_or_of_one_band_are_drawn() -> None:
    nothing = image(np.full((3, SIDE, SIDE), np.nan))
    nothing.obstacles[:] = Obstacle.NO_DATA
    assert drawn(nothing, nothing, None)
    one = image(ramp()[:1])
    assert drawn(one, one, None)


def test_images_on_two_grids_are_refused() -> None:
    other = Grid(SIDE, SIDE, (10, 0, 0, 0, -10, 0), "EPSG:32652")
    with pytest.raises(ValueError, match="one grid"):
        drawn(image(ramp()), image(ramp(), 2, grid=other), None)
    with pytest.raises(ValueError, match="256"):
        picture(image(ramp()), image(ramp(), 2), None, CAPTION, panel_px=100)


@given(st.floats(0.01, 1e7))
def test_a_scale_bar_is_a_round_length_of_at_least_two_fifths(longest: float) -> None:
    length = round_metres(longest)
    assert 0.4 * longest * (1 - 1e-9) <= length <= longest * (1 + 1e-9)
    assert f"{length:.0e}"[0] in "125"


@given(st.text())
def test_words_are_in_letters_that_the_font_has(text: str) -> None:
    assert all(" " <= one <= "~" for one in to_ascii(text))


def test_marks_are_left_out_of_letters() -> None:
    assert to_ascii("été – n°3") == "ete - n?3"
