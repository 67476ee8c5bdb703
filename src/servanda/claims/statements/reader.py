"""The reader of statements: one document and the duties of a case in, statements out.

Every sentence is measured against every duty for nearness; those near enough are judged by a model
that reads the two side by side, and if there is an outside judge, where the model sees a relation,
by that one instead. What the judge says of a sentence and of what stands around it, and nearness,
give the odds that it bears; calibrated on real texts, the probability of each label.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.statements.bearing import UNSEEN, bearing_features
from servanda.claims.statements.closeness import FEATURES, clause_vectors, closeness
from servanda.claims.statements.crowding import give_way
from servanda.claims.statements.fitted import (
    DIGITS,
    FittedNumbers,
    Register,
    bearing,
    label_probabilities,
    nearness,
    worth_judging,
)
from servanda.claims.statements.judge import JudgedPair, Judges, bearing_odds
from servanda.claims.statements.mirrored import limit_by_name, mirrored_duties, odds_by_name
from servanda.claims.statements.passages import passages
from servanda.claims.statements.slots_of_label import DocumentSlots
from servanda.claims.statements.verbatim import with_own_words
from servanda.claims.statements.wording import DutyWording, WordedDocument, duty_wordings
from servanda.records import (
    Claim,
    Document,
    Label,
    Names,
    NearestSentence,
    Obligation,
    Span,
    Statement,
)

__all__ = ["DocumentReading", "NearPassage", "StatementReader", "statement_reader_name"]

VERSION = 6  # goes up with every change that can change a statement [definition]

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NearPassage:
    """One sentence with how near it is to a duty."""

    span: Span
    text: str  # white space collapsed
    nearness: float  # 0..1, before anything was judged


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """What a document says of each duty, and its sentence that is nearest to any of them."""

    statements: tuple[Statement, ...]  # in text order
    nearest: NearestSentence | None  # None where it has no sentence, or the case no duty


@dataclass(frozen=True, slots=True)
class _Pair:
    """A passage and a duty that are near enough to be judged, by their numbers."""

    passage: int
    duty: int


def statement_reader_name(digest: str, judged_by: str | None = None) -> str:
    """What a reader with fitted numbers of that digest is called: it goes with its statements.

    judged_by: the outside judge, if there is one
    """
    name = f"meaning/{VERSION} {digest[:12]}"
    return name if judged_by is None else f"{name}, judged by {judged_by}"


class StatementReader:
    """Sets each sentence of a document against each duty, with models that are passed in."""

    def __init__(
        self,
        encoder: SentenceEncoder,
        judges: Judges,
        fitted: FittedNumbers,
        digest: str,
        judged_by: str | None = None,
    ) -> None:
        """digest: of the models and fitted numbers; it goes with every statement.

        judged_by: the outside judge, if there is one
        """
        self.encoder = encoder
        self._judges = judges
        self._fitted = fitted
        self.name = statement_reader_name(digest, judged_by)

    def read(
        self,
        document: Document,
        claims: Sequence[Claim],
        obligations: Sequence[Obligation],
        names: Names,
        register: Register,
        wanted: Collection[str] | None = None,
    ) -> tuple[Statement, ...]:
        """What each sentence says of each duty that it is near, in text order.

        claims: those already read from the document, whose holders the statements have; a sentence
        that is in none of them is a claim of the document's own (`own_claims`)
        obligations: of the whole case, beside which each is read
        wanted: ids of those whose statements are asked for; None for all
        """
        found = self.read_with_nearest(document, claims, obligations, names, register, wanted)
        return found.statements

    def read_with_nearest(
        self,
        document: Document,
        claims: Sequence[Claim],
        obligations: Sequence[Obligation],
        names: Names,
        register: Register,
        wanted: Collection[str] | None = None,
    ) -> DocumentReading:
        """`read` and `nearest_to_any` of one document, whose sentences are encoded once."""
        slots = DocumentSlots(document, names)
        worded, duties = slots.worded, duty_wordings(obligations, names)
        if not worded.passages or not duties:
            return DocumentReading((), None)
        near = closeness(worded, duties, self.encoder)
        places = np.argwhere(worth_judging(near, self._fitted)).tolist()
        seen, judged = self._answers(worded, duties, [_Pair(*place) for place in places])
        rows, columns = [pair.passage for pair in seen], [pair.duty for pair in seen]
        odds = np.full(near.shape[:2], UNSEEN)
        odds[rows, columns] = bearing_odds(judged)
        named = near[:, :, FEATURES.index("bearer named")] > 0.0
        mirrored = mirrored_duties(duties)
        odds = odds_by_name(odds, named, mirrored)
        bears = bearing(bearing_features(odds, near), self._fitted)
        bears = limit_by_name(bears, named, mirrored)[rows, columns]
        bears = give_way(bears, np.array(rows, dtype=np.int64), self._fitted.crowding)
        chances = label_probabilities(judged, bears, self._fitted, register)
        own = _own_labels(worded, duties, seen)
        told = [with_own_words(*row) for row in zip(chances.tolist(), own, strict=True)]
        statements = tuple(
            replace(
                slots.statement(pair.passage, obligations[pair.duty], row, claims, self.name),
                verbatim=label is not None,
            )
            for pair, row, label in zip(
                seen, np.round(np.reshape(told, chances.shape), DIGITS).tolist(), own, strict=True
            )
            if wanted is None or duties[pair.duty].id in wanted
        )
        return DocumentReading(statements, _nearest_of(worded, duties, self._chances(near)))

    def statement_of(
        self,
        document: Document,
        claims: Sequence[Claim],
        duty: Obligation,
        names: Names,
        span: Span,
        label: Label,
    ) -> Statement:
        """What one sentence says of a duty if it surely has that label: number and days as read.

        span: of the sentence, as `read` or `nearest` gives it
        """
        slots = DocumentSlots(document, names)
        chances = [float(other is label) for other in Label]
        said = slots.statement(slots.number_of(span), duty, chances, claims, self.name)
        return replace(said, label=label, p=tuple(chances), why="")

    def nearest(
        self, document: Document, obligations: Sequence[Obligation], names: Names
    ) -> Mapping[str, tuple[NearPassage, ...]]:
        """For each duty, by its id, every sentence with how near it is, in text order.

        obligations: of the whole case, beside which the nearness of each is measured
        """
        duties = duty_wordings(obligations, names)
        worded, chances = self._nearness(document, duties, names, None)
        return {
            duty.id: tuple(
                NearPassage(passage.span, passage.text, chance)
                for passage, chance in zip(worded.passages, column, strict=True)
            )
            for duty, column in zip(duties, chances.T.tolist(), strict=True)
        }

    def nearest_to_any(
        self, documents: Iterable[Document], obligations: Sequence[Obligation], names: Names
    ) -> Iterator[NearestSentence | None]:
        """Of each document the sentence that is nearest to any duty of the whole case, and which.

        Of equally near ones the first; None where a document has no sentence, or the case no duty.
        """
        duties = duty_wordings(obligations, names)
        clauses = clause_vectors(duties, self.encoder) if duties else None
        for document in documents:
            worded, chances = self._nearness(document, duties, names, clauses)
            yield _nearest_of(worded, duties, chances)

    def _nearness(
        self,
        document: Document,
        duties: Sequence[DutyWording],
        names: Names,
        clauses: NDArray[np.float32] | None,
    ) -> tuple[WordedDocument, Matrix]:
        """The document's passages, and how near each is to each duty, (passage, duty), 0..1."""
        worded = WordedDocument(document.text, passages(document.text, document.blocks), names)
        if not worded.passages or not duties:
            return worded, np.zeros((len(worded.passages), len(duties)))
        return worded, self._chances(closeness(worded, duties, self.encoder, clauses))

    def _chances(self, features: Matrix) -> Matrix:
        """How near each passage is to each duty, (passage, duty), 0..1."""
        odds = np.clip(nearness(features, self._fitted), -40.0, 40.0)
        return np.asarray(np.round(1.0 / (1.0 + np.exp(-odds)), DIGITS))

    def _answers(
        self, worded: WordedDocument, duties: Sequence[DutyWording], pairs: Sequence[_Pair]
    ) -> tuple[list[_Pair], Matrix]:
        """The pairs with what the judge answers; an outside one is asked about some of them."""
        texts = [_pair_text(worded, duties, pair) for pair in pairs]
        judged = self._judges.here.judge(texts).astype(np.float64)
        if self._judges.outside is None:
            return list(pairs), judged
        seen = np.flatnonzero(bearing_odds(judged) > self._fitted.outside_floor).tolist()
        judged = self._judges.outside.judge([texts[index] for index in seen]).astype(np.float64)
        return [pairs[index] for index in seen], judged


def _own_labels(
    worded: WordedDocument, duties: Sequence[DutyWording], pairs: Sequence[_Pair]
) -> list[Label | None]:
    """What each pair says whose sentence is word for word one of the duty's own."""
    return [
        duties[pair.duty].own.label_of(worded.wording(pair.passage, duties[pair.duty]).sentence)
        for pair in pairs
    ]


def _nearest_of(
    document: WordedDocument, duties: Sequence[DutyWording], chances: Matrix
) -> NearestSentence | None:
    """The passage that is nearest to any duty, of equal ones the first; None where none is."""
    if not chances.size:
        return None
    row, column = divmod(int(chances.argmax()), len(duties))
    passage, chance = document.passages[row], float(chances[row, column])
    return NearestSentence(passage.span, passage.text, duties[column].id, chance)


def _pair_text(document: WordedDocument, duties: Sequence[DutyWording], pair: _Pair) -> JudgedPair:
    duty = duties[pair.duty]
    wording = document.wording(pair.passage, duty)
    return JudgedPair(duty.neutral, wording.context, wording.sentence)
