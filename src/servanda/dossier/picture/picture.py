"""The picture of an observation as a PNG: before, after and change side by side, north up."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from servanda.dossier.picture.frame import PanelFrame, frame_of
from servanda.dossier.picture.marks import (
    CHANGE,
    SITE,
    add_hatching,
    add_label,
    add_outline,
    add_stamp,
)
from servanda.dossier.picture.sheet import Caption, Legend, sheet_of, to_ascii
from servanda.dossier.picture.tones import fade, tones
from servanda.records import Image, Obstacle

__all__ = ["Caption", "picture"]

SMALLEST = 256  # px; the words do not fit on a smaller panel [layout]
Mask = NDArray[np.bool_]
Panel = NDArray[np.uint8]  # (row, column, 3)


def picture(
    before: Image,
    after: Image,
    changed: Mask | None,
    caption: Caption,
    *,
    site: Mask | None = None,
    panel_px: int = 320,
) -> bytes:
    """Three panels with dates, north arrow, scale bar and source; equal input gives equal bytes.

    before, after: two images on one grid, with one set of bands
    changed: (row, column) where the ground changed; None where that could not be observed
    site: (row, column) the footprint of the site, outlined in each panel
    Pixels that do not show the ground are hatched. Both dates share one contrast. A simulated
    image is marked across each panel and in the text of the file.
    Raises ValueError if the images do not lie on one grid, or the panel is under 256 pixels.
    """
    if (before.grid, before.pixels.shape) != (after.grid, after.pixels.shape):
        raise ValueError("the images of a picture must lie on one grid, with one set of bands")
    if panel_px < SMALLEST:
        raise ValueError(f"a panel needs {SMALLEST} pixels for its words to fit")
    frame = frame_of(before.grid, before.scene.resolution_m, panel_px)
    panels = _panels(before, after, changed, site, frame)
    legend = Legend(changed is not None, site is not None, _obstacle_names(before, after))
    sheet = sheet_of(panels, (before.scene, after.scene), caption, frame, legend)
    return _png(sheet, before, after, caption)


def _panels(
    before: Image, after: Image, changed: Mask | None, site: Mask | None, frame: PanelFrame
) -> list[Panel]:
    first, second = tones(before, after)
    unseen = ~(before.usable & after.usable)
    panels = [
        _panel(first, ~before.usable, frame),
        _panel(second, ~after.usable, frame),
        _panel(fade(second), unseen, frame),
    ]
    if changed is None:
        panels[2] = add_label(panels[2], "NOT OBSERVABLE")
    else:
        panels[2] = add_outline(panels[2], frame.mask(changed & ~unseen), CHANGE, 2)
    if site is not None:
        panels = [add_outline(panel, frame.mask(site), SITE, 2) for panel in panels]
    if before.scene.simulated or after.scene.simulated:
        panels = [add_stamp(panel, "SIMULATED") for panel in panels]
    return panels


def _panel(colours: Panel, hidden: Mask, frame: PanelFrame) -> Panel:
    return add_hatching(frame.colours(colours), frame.mask(hidden))


def _obstacle_names(before: Image, after: Image) -> tuple[str, ...]:
    kinds = np.union1d(before.obstacles, after.obstacles)
    return tuple(
        Obstacle(kind).name.lower().replace("_", " ") for kind in kinds if kind != Obstacle.CLEAR
    )


def _png(sheet: Pillow.Image, before: Image, after: Image, caption: Caption) -> bytes:
    text = PngInfo()
    text.add_text("Title", to_ascii(caption.title))
    text.add_text("Description", to_ascii(caption.says))
    text.add_text("Source", to_ascii(caption.source))
    text.add_text("Scenes", to_ascii(f"{before.scene.id} {after.scene.id}"))
    if before.scene.simulated or after.scene.simulated:
        text.add_text("Warning", "SIMULATED")
    file = io.BytesIO()
    sheet.save(file, "PNG", pnginfo=text, optimize=False, compress_level=6)
    return file.getvalue()
