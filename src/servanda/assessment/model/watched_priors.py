"""Which assumptions a number reads; another value of any other cannot move it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Self

from servanda.assessment.model.priors import Priors

__all__ = ["WatchedPriors"]

_NAMES = frozenset(field.name for field in fields(Priors))


class WatchedPriors(Priors):
    """Assumptions that note which of them have been asked for.

    Equal to no other assumptions, not even to the same ones: what was kept for those would be found
    without a question.
    """

    __slots__ = ("asked",)
    asked: set[str]

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Of whom nothing has been asked yet."""
        made = super().__new__(cls)
        object.__setattr__(made, "asked", set())
        return made

    @classmethod
    def of(cls, priors: Priors) -> Self:
        """The same assumptions, watched."""
        return cls(**{name: getattr(priors, name) for name in _NAMES})

    def with_values(self, **changes: float) -> Self:
        """The same but for those; what is asked of them is asked of these."""
        values = {name: object.__getattribute__(self, name) for name in _NAMES}
        made = type(self)(**(values | changes))
        object.__setattr__(made, "asked", self.asked)
        return made

    def __getattribute__(self, name: str) -> Any:
        """The value of a field, which is noted."""
        if name in _NAMES:
            object.__getattribute__(self, "asked").add(name)
        return object.__getattribute__(self, name)

    def __eq__(self, other: object) -> bool:
        """True if it is this very object."""
        return self is other

    def __hash__(self) -> int:
        """Of the object, so that no field is asked for."""
        return id(self)
