"""Sentences of our own corpus that show what the reader takes as evidence on a duty like one given.

The duties of the corpus that are nearest in meaning are looked up, those of the same kind; of their
labelled sentences only such are shown as the reader takes as evidence in the labelled direction.
They were written about other duties, and the reader may have learnt from them: they show the manner
of what is read, not how well it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from servanda.claims.meaning.encoder import similarity
from servanda.claims.statements.fitted import Register
from servanda.claims.statements.reader import StatementReader
from servanda.records import (
    Actor,
    ActorKind,
    Admiralty,
    Document,
    DocumentKind,
    ExampleDuty,
    ExampleSentence,
    Label,
    Names,
    Obligation,
    StatementDirection,
    day,
    sha256,
)

__all__ = ["ExampleFinder"]

EXAMPLES = 3  # sentences for a duty [layout]
# Duties of the corpus whose sentences are tried, the nearest. [judgement; not from outside]
_DUTIES_TRIED = 5
_EVIDENCE = frozenset({StatementDirection.FOR, StatementDirection.PART, StatementDirection.AGAINST})
_DAY = date(2000, 1, 1)  # on which an example was published, as it were [definition]


class ExampleFinder:
    """Finds example sentences for duties, with a reader that is passed in."""

    def __init__(self, examples: Sequence[ExampleDuty], reader: StatementReader) -> None:
        """examples: those that come with the package"""
        self._examples = examples
        self._reader = reader
        self._taken: dict[int, tuple[tuple[Label, str], ...]] = {}

    def examples_for(self, duty: Obligation) -> tuple[ExampleSentence, ...]:
        """At most three sentences, of directions as different as can be, the nearest duty's first.

        Empty where the corpus has no duty of the kind.
        """
        taken = [
            ExampleSentence(label, text, self._examples[number].clause)
            for number in self._nearest(duty)
            for label, text in self._read_evidence(number)
        ]
        seen: set[StatementDirection] = set()
        first: list[ExampleSentence] = []
        others: list[ExampleSentence] = []
        for example in taken:
            (others if example.label.direction in seen else first).append(example)
            seen.add(example.label.direction)
        return tuple([*first, *others][:EXAMPLES])

    def _nearest(self, duty: Obligation) -> list[int]:
        """The nearest example duties of the same kind, by number."""
        (encoded,) = self._reader.encoder.encode([duty.clause])
        cosines = similarity(encoded.vector, self._clauses)[0]
        of_kind = [n for n, example in enumerate(self._examples) if example.kind is duty.kind]
        return sorted(of_kind, key=lambda number: -float(cosines[number]))[:_DUTIES_TRIED]

    @cached_property
    def _clauses(self) -> NDArray[np.float32]:
        encoded = self._reader.encoder.encode([example.clause for example in self._examples])
        return np.stack([text.vector for text in encoded])

    def _read_evidence(self, number: int) -> tuple[tuple[Label, str], ...]:
        if number not in self._taken:
            self._taken[number] = tuple(self._taken_as_evidence(self._examples[number]))
        return self._taken[number]

    def _taken_as_evidence(self, example: ExampleDuty) -> Iterator[tuple[Label, str]]:
        bearers = tuple(f"party-{number}" for number in range(len(example.bearers)))
        duty = Obligation.of_clause("example", example.clause, bearers, example.kind)
        names = _names(example)
        for label, text in example.sentences:
            if label.direction not in _EVIDENCE:
                continue
            read = self._reader.read(_document(text), (), [duty], names, Register.NEWS)
            if any(statement.label.direction is label.direction for statement in read):
                yield label, text


def _names(example: ExampleDuty) -> Names:
    """The bearers and the other parties as actors, by number."""
    actors = tuple(
        Actor(f"party-{number}", (name,), ActorKind.GOVERNMENT, None, (), Admiralty.F)
        for number, name in enumerate((*example.bearers, *example.others))
    )
    return Names(actors, (), ())


def _document(text: str) -> Document:
    return Document(
        id="example",
        kind=DocumentKind.PAGE,
        sha256=sha256(text.encode("utf-8")),
        text=text,
        name="example.txt",
        media_type="text/plain",
        source=None,
        url=None,
        title=None,
        published=day(_DAY),
        recorded=datetime(_DAY.year, _DAY.month, _DAY.day, tzinfo=UTC),
        language="en",
        variant_of=None,
    )
