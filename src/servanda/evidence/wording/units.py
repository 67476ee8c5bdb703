"""Amounts in the unit of a duty: "3.5 tonnes" of a duty in kilograms is 3,500."""

from __future__ import annotations

import re

__all__ = ["PERCENT", "convert", "is_measure"]

PERCENT = "percent"

# Each unit with its size in the first of its kind. A ton is the metric one: that is what treaties
# and their inspectors count in.
_KINDS: tuple[dict[str, float], ...] = (
    {
        "kilogram kilogramme kilo kg": 1.0,
        "gram gramme g": 1e-3,
        "milligram mg": 1e-6,
        "tonne ton t mt": 1e3,
        "kilotonne kiloton kt": 1e6,
        "pound lb lbs": 0.45359237,
    },
    {
        "metre meter m": 1.0,
        "kilometre kilometer km": 1e3,
        "centimetre centimeter cm": 1e-2,
        "mile mi": 1609.344,
        "foot feet ft": 0.3048,
    },
    {
        "square-metre square-meter m2 sqm": 1.0,
        "square-kilometre square-kilometer km2 sqkm": 1e6,
        "hectare ha": 1e4,
        "acre": 4046.8564224,
        "square-mile": 1609.344**2,
    },
    {
        "litre liter l": 1.0,
        "cubic-metre cubic-meter m3": 1e3,
        "barrel bbl": 158.987294928,
        "gallon": 3.785411784,
    },
    {"percent percentage": 1.0},
)
_SIZES = {
    word: (number, size)
    for number, kind in enumerate(_KINDS)
    for words, size in kind.items()
    for word in words.split()
}
_SPELT = (
    (re.compile(r"\bper\s?cent\b|%|\bpercentage points?\b"), "percent"),
    (re.compile(r"\bmetric (?=ton)"), ""),
    (re.compile(r"\b(square|cubic) "), r"\1-"),
)


def convert(value: float, unit: str, wanted: str) -> float | None:
    """The amount in the wanted unit; None where one is no measure, or of another kind."""
    ours, theirs = _size(wanted), _size(unit)
    if ours is None or theirs is None or ours[0] != theirs[0]:
        return None
    return value if ours[1] == theirs[1] else value * theirs[1] / ours[1]


def is_measure(unit: str) -> bool:
    """Whether it is measured in this unit, and not counted one by one."""
    return _size(unit) is not None


def _size(unit: str) -> tuple[int, float] | None:
    """(kind, size) of the first word that is a unit: "kilograms of uranium" are kilograms."""
    text = unit.lower()
    for pattern, plain in _SPELT:
        text = pattern.sub(plain, text)
    first = text.split()[0] if text.split() else ""
    return _SIZES.get(first) or _SIZES.get(first.removesuffix("s"))
