"""The sheet around the panels of a picture: title, dates, scale bar, legend, source."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from servanda.dossier.picture.frame import PanelFrame
from servanda.dossier.picture.marks import (
    CHANGE,
    INK,
    MUTED,
    PAPER,
    SITE,
    add_hatching,
    add_outline,
    arrow,
    scale_bar,
)
from servanda.records import Scene

__all__ = ["Caption", "Legend", "sheet_of", "to_ascii"]

# px: the margin, heights of the parts around the panels, and (rows, columns) of a legend swatch.
# [layout]
MARGIN = 16
TITLE, LABEL, FOOT, LINE = 40, 22, 30, 17
SWATCH = (12, 20)

DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


@dataclass(frozen=True, slots=True)
class Caption:
    """The words of a picture."""

    title: str  # the site
    source: str  # who took the images, and their licence
    says: str  # what was found, or why nothing could be


@dataclass(frozen=True, slots=True)
class Legend:
    """Which marks a picture has."""

    change: bool
    site: bool
    hidden_by: tuple[str, ...]  # "cloud", "no data"


def sheet_of(
    panels: Sequence[NDArray[np.uint8]],
    scenes: tuple[Scene, Scene],
    caption: Caption,
    frame: PanelFrame,
    legend: Legend,
) -> Pillow.Image:
    """The panels (row, column, 3) side by side, with the title, dates, legend and source."""
    font = ImageFont.load_default(13)
    width = len(panels) * (frame.side + MARGIN) + MARGIN
    says = _lines(to_ascii(caption.says), font, width - 2 * MARGIN)
    source = _lines(to_ascii(_credit_line(scenes, caption)), font, width - 2 * MARGIN)
    foot = TITLE + LABEL + frame.side + MARGIN - 4
    height = foot + FOOT + LINE * (len(says) + len(source)) + MARGIN
    sheet = Pillow.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    big = ImageFont.load_default(19)
    title = _lines(to_ascii(caption.title), big, width - 2 * MARGIN)[0]
    draw.text((MARGIN, 11), title, INK, big)
    for number, panel in enumerate(panels):
        left = MARGIN + number * (frame.side + MARGIN)
        draw.text((left, TITLE), _label(number, scenes), INK, ImageFont.load_default(15))
        sheet.paste(Pillow.fromarray(panel), (left, TITLE + LABEL))
        edge = (left, TITLE + LABEL, left + frame.side - 1, TITLE + LABEL + frame.side - 1)
        draw.rectangle(edge, outline=MUTED)
    _foot(sheet, draw, frame, legend, foot)
    for number, line in enumerate([*says, *source]):
        ink = INK if number < len(says) else MUTED
        draw.text((MARGIN, foot + FOOT + number * LINE), line, ink, font)
    return sheet


def to_ascii(text: str) -> str:
    """The text in ASCII, which the font of a picture has: without accents, other letters as "?"."""
    bare = unicodedata.normalize("NFKD", text.translate(DASHES))
    letters = (letter for letter in bare if not unicodedata.combining(letter))
    return "".join(letter if " " <= letter <= "~" else "?" for letter in letters)


def _label(number: int, scenes: tuple[Scene, Scene]) -> str:
    if number == 2:
        return "Change"
    name = ("Before", "After")[number]
    return f"{name}: {scenes[number].acquired:%Y-%m-%d %H:%M} UTC"


def _credit_line(scenes: tuple[Scene, Scene], caption: Caption) -> str:
    sensors = " / ".join(dict.fromkeys(scene.sensor for scene in scenes))
    finest = " / ".join(dict.fromkeys(f"{scene.resolution_m:g} m" for scene in scenes))
    drawn = "SIMULATED, not taken. " if any(scene.simulated for scene in scenes) else ""
    return f"{drawn}{sensors}, {finest} resolution. Source: {caption.source}"


def _foot(
    sheet: Pillow.Image, draw: ImageDraw.ImageDraw, frame: PanelFrame, legend: Legend, y: int
) -> None:
    font = ImageFont.load_default(13)
    x = MARGIN
    if frame.north_up:
        x = arrow(draw, (x, y)) + 14
    else:
        draw.text((x, y + 8), "north not known", MUTED, font, "lm")
        x += round(font.getlength("north not known")) + 14
    x = scale_bar(draw, (x, y), frame.metres, frame.side // 2) + 30
    for swatch, words in _swatches(legend):
        sheet.paste(Pillow.fromarray(swatch), (x, y + 2))
        draw.text((x + SWATCH[1] + 6, y + 8), words, INK, font, "lm")
        x += SWATCH[1] + 6 + round(font.getlength(words)) + 22


def _swatches(legend: Legend) -> Iterator[tuple[NDArray[np.uint8], str]]:
    blank = np.full((*SWATCH, 3), 200, np.uint8)
    box = np.zeros(SWATCH, bool)
    box[1:-1, 1:-1] = True
    if legend.change:
        yield add_outline(blank, box, CHANGE, 2), "changed"
    if legend.site:
        yield add_outline(blank, box, SITE, 2), "site"
    if legend.hidden_by:
        every = np.ones(SWATCH, bool)
        yield add_hatching(blank, every), f"not seen: {', '.join(legend.hidden_by)}"


def _lines(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    """The text in lines that fit the width; a word that is too long for a line is cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_cut(line, font, width) for line in lines]


def _cut(line: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    while font.getlength(line) > width:
        line = line[:-4] + "..."
    return line
