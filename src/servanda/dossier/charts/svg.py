"""SVG elements as escaped text."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

__all__ = ["Point", "element", "number", "path_of", "percent"]

Point = tuple[float, float]


def element(name: str, *children: Markup | str, **attributes: str | float) -> Markup:
    """An element. In attribute names `_` stands for `-`, and a final `_` is dropped: `class_`."""
    written = Markup("").join(
        Markup(' {}="{}"').format(
            key.rstrip("_").replace("_", "-"), number(value) if isinstance(value, float) else value
        )
        for key, value in attributes.items()
    )
    inside = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, inside)


def number(value: float) -> str:
    """A number with at most two decimals and no trailing zeros: "12.5", "3", "0"."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percent(value: float) -> str:
    """A position in per cent of the width of a chart: "12.5%"."""
    return f"{number(value)}%"


def path_of(points: Iterable[Point], closed: bool = False) -> str:
    """A path of straight lines through the points; points inside a level run are left out."""
    kept: list[tuple[str, str]] = []
    for x, y in points:
        point = (number(x), number(y))
        if len(kept) > 1 and kept[-2][1] == kept[-1][1] == point[1]:
            kept.pop()
        if not kept or kept[-1] != point:
            kept.append(point)
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + ("Z" if closed else "")
