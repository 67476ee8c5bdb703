"""Marks on the panels of a picture: hatching, outlines, stamps, north arrow, scale bar."""

from __future__ import annotations

from functools import lru_cache
from math import floor, log10

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

__all__ = [
    "CHANGE",
    "INK",
    "MUTED",
    "PAPER",
    "SITE",
    "add_hatching",
    "add_label",
    "add_outline",
    "add_stamp",
    "arrow",
    "round_metres",
    "scale_bar",
]

Colour = tuple[int, int, int]
Mask = NDArray[np.bool_]

# Vermillion and sky blue of Okabe and Ito's palette: distinct from each other and from grey in
# every common kind of colour blindness; a black outline sets them off from bright ground.
CHANGE: Colour = (213, 94, 0)
SITE: Colour = (86, 180, 233)
INK: Colour = (26, 26, 26)
MUTED: Colour = (96, 96, 96)
PAPER: Colour = (255, 255, 255)
HATCH: tuple[Colour, Colour] = ((232, 232, 232), (150, 150, 150))

STRIPE = 8  # px from one line of the hatching to the next [layout]


def add_hatching(panel: NDArray[np.uint8], hidden: Mask) -> NDArray[np.uint8]:
    """The panel (row, column, 3) with grey diagonal lines where the ground is hidden."""
    row, column = np.indices(hidden.shape)
    line = np.less((row + column) % STRIPE, 2)
    lines = np.where(line[..., None], HATCH[1], HATCH[0]).astype(np.uint8)
    drawn: NDArray[np.uint8] = np.where(hidden[..., None], lines, panel)
    return drawn


def add_outline(panel: NDArray[np.uint8], mask: Mask, colour: Colour, px: int) -> NDArray[np.uint8]:
    """The panel with a line of `px` just inside the edge of a mask and 1 px of black around it."""
    drawn = panel.copy()
    drawn[_dilate(mask, 1) & ~mask] = INK
    drawn[mask & _dilate(~mask, px)] = colour
    return drawn


def add_stamp(panel: NDArray[np.uint8], words: str) -> NDArray[np.uint8]:
    """The panel with half-transparent words from corner to corner."""
    under = Pillow.fromarray(panel).convert("RGBA")
    return np.asarray(Pillow.alpha_composite(under, _stamp(panel.shape[0], words)).convert("RGB"))


@lru_cache(maxsize=8)  # every panel of a picture takes the same stamp
def _stamp(side: int, words: str) -> Pillow.Image:
    layer = Pillow.new("RGBA", (2 * side, 2 * side), (0, 0, 0, 0))
    ImageDraw.Draw(layer).text(
        (side, side), words, (255, 255, 255, 130), _font_of_width(words, 1.2 * side), "mm",
        stroke_width=2, stroke_fill=(0, 0, 0, 150),
    )  # fmt: skip
    half = side // 2
    turned = layer.rotate(45, Pillow.Resampling.BICUBIC)
    return turned.crop((half, half, half + side, half + side))


def add_label(panel: NDArray[np.uint8], words: str) -> NDArray[np.uint8]:
    """The panel with words on a white plate in its middle."""
    sheet, middle = Pillow.fromarray(panel), panel.shape[0] / 2
    draw, font = ImageDraw.Draw(sheet), _font_of_width(words, 0.7 * panel.shape[0])
    left, top, right, bottom = draw.textbbox((middle, middle), words, font, "mm")
    draw.rectangle((left - 10, top - 9, right + 10, bottom + 9), PAPER, INK)
    draw.text((middle, middle), words, INK, font, "mm")
    return np.asarray(sheet)


def round_metres(longest: float) -> float:
    """The largest length of 1, 2 or 5 times a power of ten that is at most `longest`."""
    power: float = 10.0 ** floor(log10(longest))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= longest * (1 + 1e-9))


def scale_bar(draw: ImageDraw.ImageDraw, at: tuple[int, int], metres: float, longest: int) -> int:
    """Draw a bar of a round length from `at` to the right, and give the x where it ends.

    metres: per pixel; longest: the most pixels that the bar may take
    """
    length = round_metres(metres * longest)
    x, y = at
    end = x + round(length / metres)
    draw.rectangle((x, y + 5, end, y + 10), PAPER, INK)
    draw.rectangle((x, y + 5, (x + end) // 2, y + 10), INK)
    words = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    font = ImageFont.load_default(13)
    draw.text((end + 7, y + 8), words, INK, font, "lm")
    return round(end + 7 + font.getlength(words))


def arrow(draw: ImageDraw.ImageDraw, at: tuple[int, int]) -> int:
    """Draw an arrow that points up, with an N, and give the x where it ends."""
    x, y = at
    draw.polygon(((x + 6, y - 3), (x + 12, y + 17), (x + 6, y + 13), (x, y + 17)), INK)
    draw.text((x + 18, y + 8), "N", INK, ImageFont.load_default(14), "lm")
    return x + 30


def _font_of_width(words: str, px: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(100 * px / ImageFont.load_default(100).getlength(words))


def _dilate(mask: Mask, px: int) -> Mask:
    grown = mask.copy()
    for _ in range(px):
        padded = np.pad(grown, 1)
        neighbours = [
            padded[i : i + mask.shape[0], j : j + mask.shape[1]] for i in range(3) for j in range(3)
        ]
        grown = np.logical_or.reduce(neighbours)
    return grown
