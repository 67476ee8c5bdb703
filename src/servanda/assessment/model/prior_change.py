"""Change the value of an assumption, within the range that it can have."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from servanda.assessment.model.prior_scaling import is_chance
from servanda.assessment.model.priors import Priors
from servanda.errors import InputError

__all__ = ["PRIOR_NAMES", "change_prior"]

PRIOR_NAMES = tuple(field.name for field in fields(Priors))
_MOST_COUNTED = 100  # largest value of a whole number [limit]
_MOST = 1e6  # largest value of an amount [limit]


def change_prior(priors: Priors, name: str, value: float) -> Priors:
    """The assumptions with another value for one of them.

    name: one of PRIOR_NAMES
    Raises InputError, saying what can be written, if the assumption cannot have that value.
    """
    now = getattr(priors, name)
    if not _is_possible(name, value, now):
        raise InputError(f"not a value it can have; write {_range(name, now)} (it is {now:g})")
    changed: dict[str, Any] = {name: type(now)(value)}
    return replace(priors, **changed)


def _is_possible(name: str, value: float, now: float) -> bool:
    if isinstance(now, int):
        return float(value).is_integer() and 1 <= value <= _MOST_COUNTED
    return 0.0 < value < (1.0 if is_chance(name, now) else _MOST)


def _range(name: str, now: float) -> str:
    if isinstance(now, int):
        return f"a whole number from 1 to {_MOST_COUNTED}"
    return "a chance between 0 and 1" if is_chance(name, now) else "a number above 0"
