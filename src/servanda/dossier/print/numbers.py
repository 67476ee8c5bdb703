"""Numbers on the page: rounded for readers, exact for programs.

A number of the assessment stands in `<span data-value="0.9312..." data-at="/obligations/3/...">`:
its exact value, and its place in the JSON inside the same file (a JSON Pointer, RFC 6901), from
which it is read. Any other number carries its exact value in `data-exact`.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

__all__ = ["Figures", "exact_number", "rounded_decibans", "rounded_probability"]


def rounded_probability(value: float) -> str:
    """A probability with two decimals; "<0.01" and ">0.99" for values near 0 and 1."""
    if 0.0 < value < 0.005:
        return "<0.01"
    if 0.995 <= value < 1.0:
        return ">0.99"
    return f"{value:.2f}"


def rounded_decibans(value: float) -> str:
    """Decibans with one decimal and a sign: "+12.3", "\N{MINUS SIGN}4.0", "0.0"."""
    text = f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")
    return "0.0" if text[1:] == "0.0" else text


def exact_number(value: float, text: str) -> Markup:
    """A number that is not in the JSON of the assessment."""
    return Markup('<span class="n" data-exact="{}">{}</span>').format(repr(float(value)), text)


class Figures:
    """The numbers of one assessment, by their path in its JSON."""

    def __init__(self, form: dict[str, Any]) -> None:
        self._form = form

    def probability(self, *path: str | int) -> Markup:
        """A probability: "0.93"."""
        return self._figure(path, rounded_probability(self._value_at(path)))

    def decibans(self, *path: str | int) -> Markup:
        """A change of odds with its sign: "+12.3"."""
        return self._figure(path, rounded_decibans(self._value_at(path)))

    def part(self, shown: float, *path: str | int) -> Markup:
        """A change of odds, as `shown` so that the parts of a whole add up."""
        return self._figure(path, rounded_decibans(shown))

    def size(self, *path: str | int) -> Markup:
        """A change of odds either way: "12.3"."""
        return self._figure(path, f"{self._value_at(path):.1f}")

    def percent(self, *path: str | int) -> Markup:
        """A share in whole per cent: "40 %"."""
        return self._figure(path, f"{100 * self._value_at(path):.0f}\N{NO-BREAK SPACE}%")

    def whole(self, *path: str | int) -> Markup:
        """A whole number: "31"."""
        return self._figure(path, str(self._value_at(path)))

    def amount(self, *path: str | int) -> Markup:
        """An amount with no more digits than it has: "40,000" or "2.5"."""
        return self._figure(path, f"{self._value_at(path):,.10g}")

    def _value_at(self, path: tuple[str | int, ...]) -> Any:
        value: Any = self._form
        for step in path:
            value = value[step]
        return value

    def _figure(self, path: tuple[str | int, ...], text: str) -> Markup:
        pointer = "".join(f"/{step}" for step in path)
        return Markup('<span class="n" data-value="{}" data-at="{}">{}</span>').format(
            repr(self._value_at(path)), pointer, text
        )
