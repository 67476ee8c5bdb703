"""A session of review: questions one after the other, and the keys that move among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from servanda.cli.output import say
from servanda.cli.review.answers import read_key
from servanda.errors import ServandaError

__all__ = ["Answered", "ReviewItem", "ReviewSession"]


class Answered(Enum):
    """What came of a key."""

    KEPT = auto()  # a decision was kept
    NOTHING = auto()  # understood, and nothing was kept
    UNKNOWN = auto()  # it means nothing here


class ReviewItem(Protocol):
    """One question to a person, and what they have answered to it in this session."""

    help: str  # the keys, in one line or more

    def lines(self, place: str) -> Iterator[str]:
        """The question as it now stands; place: which of how many."""

    def answer(self, key: str) -> Answered:
        """Act on a key.

        Raises ServandaError if what it asks for cannot be kept, EOFError if the input ends within.
        """

    def undo(self) -> None:
        """Take the last answer of this session back."""


@dataclass(slots=True)
class ReviewSession:
    """Questions one after the other; it ends with `q`, at the end of the input, or of `parts`."""

    parts: Iterator[tuple[str, Sequence[ReviewItem]]]  # each made only when it is reached
    asked: list[tuple[str, ReviewItem]] = field(default_factory=list)  # with its place
    index: int = 0
    answered: list[int] = field(default_factory=list)  # indexes, in the order of the answers

    def run(self) -> int:
        """Ask until the session ends; the number of answers kept."""
        if not self._has(0):
            return 0
        self._show()
        while (key := read_key()) not in {"q", ""}:
            try:
                self._act_on(key)
            except ServandaError as error:
                say(f"not kept: {error}")
            except EOFError:
                break
        return len(self.answered)

    def _act_on(self, key: str) -> None:
        if key == "u":
            self._undo()
        elif key in {"j", "k"}:
            self._move(1 if key == "j" else -1)
        else:
            self._answer(key)

    def _answer(self, key: str) -> None:
        item = self.asked[self.index][1]
        outcome = item.answer(key)
        if outcome is Answered.KEPT:
            self.answered.append(self.index)
            self._move(1)
        elif outcome is Answered.UNKNOWN:
            say(item.help)

    def _undo(self) -> None:
        if not self.answered:
            say("nothing to undo")
            return
        self.index = self.answered[-1]
        self.asked[self.index][1].undo()
        self.answered.pop()
        self._show()

    def _move(self, step: int) -> None:
        if step < 0 and self.index == 0:
            say("this is the first one")
            return
        if not self._has(self.index + step):
            say("this is the last one")
            return
        self.index += step
        self._show()

    def _has(self, index: int) -> bool:
        """True if there is such a question; parts are begun until there is."""
        while index >= len(self.asked):
            part = next(self.parts, None)
            if part is None:
                return False
            name, items = part
            places = (f"{name} {number}/{len(items)}" for number in range(1, len(items) + 1))
            self.asked += zip(places, items, strict=True)
        return True

    def _show(self) -> None:
        place, item = self.asked[self.index]
        for number, line in enumerate(item.lines(place)):
            say(f"  {line}" if number else f"\n{line}")
