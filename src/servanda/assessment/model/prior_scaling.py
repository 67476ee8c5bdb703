"""Make an assumption larger or smaller; a chance stays one."""

from __future__ import annotations

__all__ = ["is_chance", "scale_prior"]


def scale_prior(name: str, value: float, factor: float) -> float:
    """The assumption times a factor; of a chance the odds are multiplied, so that it stays one."""
    return _scale_odds(value, factor) if is_chance(name, value) else factor * value


def is_chance(name: str, value: float) -> bool:
    """True if an assumption is a probability, by its name and value; the others are amounts."""
    return 0.0 < value < 1.0 and not name.endswith("_per_year")


def _scale_odds(chance: float, factor: float) -> float:
    odds = factor * chance / (1.0 - chance)
    return odds / (1.0 + odds)
