"""Colours of the pages, by meaning, for a light and a dark theme.

Status colours are safe for the colour-blind (Okabe and Ito's blue and vermilion, a grey) and equal
in both themes. They fill shapes and never letters: on paper vermilion has a contrast of only 3.9.
"""

from __future__ import annotations

__all__ = ["DARK", "LIGHT", "STATUS_COLOURS"]

STATUS_COLOURS = {
    "kept": "#0072B2",
    "not-kept": "#D55E00",
    "pending": "#6E7781",
    "undetermined": "#6E7781",
}

LIGHT = {
    "paper": "#FFFFFF",
    "panel": "#F6F7F8",
    "ink": "#17191C",
    "muted": "#545C66",
    "rule": "#D5D9DE",
    "link": "#00609A",
    "mark": "#FFF3C4",
}

DARK = {
    "paper": "#15181B",
    "panel": "#1D2125",
    "ink": "#E8EAED",
    "muted": "#A3ABB5",
    "rule": "#3A4149",
    "link": "#6DB8EC",
    "mark": "#4A3F14",
}
