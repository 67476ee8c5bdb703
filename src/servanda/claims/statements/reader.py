"""The reader of statements: one document and the duties of a case in, statements out.

Every sentence is measured against every duty for nearness; those near enough are judged by a model
that reads the two side by side; nearness and judgement together, calibrated on real texts, give the
probability of each label.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.slots.counts import stated_count
from servanda.claims.slots.times import DocumentTimes
from servanda.claims.statements.amounts import settle_amount
from servanda.claims.statements.closeness import clause_vectors, closeness
from servanda.claims.statements.fitted import (
    FittedNumbers,
    Register,
    best_label,
    label_probabilities,
    nearness,
)
from servanda.claims.statements.judge import JudgedPair, StatementJudge
from servanda.claims.statements.own_claims import own_claim_id
from servanda.claims.statements.passages import passages
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

__all__ = ["NearPassage", "StatementReader", "statement_reader_name"]

VERSION = 1  # goes up with every change that can change a statement [definition]
# Duties that one sentence is judged on, the nearest: on a real accord of 26 duties five lost many
# bearing rows. [judgement; not from outside]
_DUTIES_JUDGED = 8
_DIGITS = 6  # of a probability: what a machine's own way of adding may change is behind [limit]

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NearPassage:
    """One sentence with how near it is to a duty."""

    span: Span
    text: str  # white space collapsed
    nearness: float  # 0..1, before anything was judged


@dataclass(frozen=True, slots=True)
class _Pair:
    """A passage and a duty that are near enough to be judged, by their numbers."""

    passage: int
    duty: int


def statement_reader_name(digest: str) -> str:
    """What a reader with fitted numbers of that digest is called: it goes with its statements."""
    return f"meaning/{VERSION} {digest[:12]}"


class StatementReader:
    """Sets each sentence of a document against each duty, with models that are passed in."""

    def __init__(
        self, encoder: SentenceEncoder, judge: StatementJudge, fitted: FittedNumbers, digest: str
    ) -> None:
        """digest: of the models and fitted numbers; it goes with every statement."""
        self.encoder = encoder
        self._judge = judge
        self._fitted = fitted
        self.name = statement_reader_name(digest)

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
        obligations: of the whole case, beside which the nearness of each is measured
        wanted: ids of those to read for; None for all
        """
        worded = WordedDocument(document.text, passages(document.text), names)
        duties = duty_wordings(obligations, names)
        if not worded.passages or not duties:
            return ()
        features = closeness(worded, duties, self.encoder)
        chosen = self._near_pairs(
            features, [wanted is None or duty.id in wanted for duty in duties]
        )
        if not chosen:
            return ()
        near = np.array([features[pair.passage, pair.duty] for pair in chosen])
        judged = self._judge.judge([_pair_text(worded, duties, pair) for pair in chosen])
        chances = label_probabilities(judged.astype(np.float64), near, self._fitted, register)
        times = DocumentTimes(
            document.text, worded.passages, document.title, document.publication, names.events
        )
        return tuple(
            self._statement(document, worded, times, obligations[pair.duty], pair, row, claims)
            for pair, row in zip(chosen, np.round(chances, _DIGITS).tolist(), strict=True)
        )

    def nearest(
        self, document: Document, obligations: Sequence[Obligation], names: Names, duty: str
    ) -> tuple[NearPassage, ...]:
        """Every sentence of a document with how near it is to one duty, in text order.

        obligations: of the whole case, beside which the duty's nearness is measured
        """
        duties = duty_wordings(obligations, names)
        column = [wording.id for wording in duties].index(duty)
        worded, chances = self._nearness(document, duties, names, None)
        return tuple(
            NearPassage(passage.span, passage.text, chance)
            for passage, chance in zip(worded.passages, chances[:, column].tolist(), strict=True)
        )

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
            if not chances.size:
                yield None
                continue
            row, column = divmod(int(chances.argmax()), len(duties))
            passage, chance = worded.passages[row], float(chances[row, column])
            yield NearestSentence(passage.span, passage.text, duties[column].id, chance)

    def _nearness(
        self,
        document: Document,
        duties: Sequence[DutyWording],
        names: Names,
        clauses: NDArray[np.float32] | None,
    ) -> tuple[WordedDocument, Matrix]:
        """The document's passages, and how near each is to each duty, (passage, duty), 0..1."""
        worded = WordedDocument(document.text, passages(document.text), names)
        if not worded.passages or not duties:
            return worded, np.zeros((len(worded.passages), len(duties)))
        features = closeness(worded, duties, self.encoder, clauses)
        odds = np.clip(nearness(features, self._fitted), -40.0, 40.0)
        return worded, np.round(1.0 / (1.0 + np.exp(-odds)), _DIGITS)

    def _near_pairs(self, features: Matrix, wanted: Sequence[bool]) -> list[_Pair]:
        odds = nearness(features, self._fitted)
        nearest = (odds[:, :, None] < odds[:, None]).sum(axis=2) < _DUTIES_JUDGED
        rows, columns = np.nonzero(nearest & (odds > self._fitted.near_floor) & np.asarray(wanted))
        return [_Pair(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]

    def _statement(
        self,
        document: Document,
        worded: WordedDocument,
        times: DocumentTimes,
        duty: Obligation,
        pair: _Pair,
        chances: list[float],
        claims: Sequence[Claim],
    ) -> Statement:
        passage = worded.passages[pair.passage]
        count = stated_count(passage.text, duty, best_label(chances))
        chances = settle_amount(chances, count, duty)
        label = best_label(chances)
        told = times.times_of(pair.passage, label)
        why = ""
        if told.as_of.end is not None and told.as_of.end < duty.start:
            label, why = Label.UNRELATED, f"tells of {told.as_of.end}, before the duty began"
            chances = [float(other is label) for other in Label]
        speaker = _claim_in(passage.span, claims)
        return Statement(
            id=f"{document.id}#s{pair.passage + 1}/{duty.id}",
            document=document.id,
            span=passage.span,
            obligation=duty.id,
            label=label,
            p=tuple(chances),
            count=None if label is Label.UNRELATED else count,
            event=told.event,
            as_of=told.as_of,
            claim=own_claim_id(document, pair.passage) if speaker is None else speaker.id,
            acts_by=tuple(sorted(worded.actors(pair.passage) & frozenset(duty.bearers))),
            reviewed=False,
            reader=self.name,
            why=why,
        )


def _pair_text(document: WordedDocument, duties: Sequence[DutyWording], pair: _Pair) -> JudgedPair:
    duty = duties[pair.duty]
    wording = document.wording(pair.passage, duty)
    return JudgedPair(duty.neutral, wording.context, wording.sentence)


def _claim_in(sentence: Span, claims: Sequence[Claim]) -> Claim | None:
    """The claim that most of the sentence is in, attributed ones first; None if it is in none.

    Of several the one with the most characters there, the first of equal ones.
    """
    for attributed in (True, False):
        of_kind = [claim for claim in claims if claim.attributed is attributed]
        covered = [(_characters_in(sentence, claim), claim) for claim in of_kind]
        most, speaker = max(covered, key=lambda found: found[0], default=(0, None))
        if most:
            return speaker
    return None


def _characters_in(sentence: Span, claim: Claim) -> int:
    return sum(
        max(0, min(span.end, sentence.end) - max(span.start, sentence.start))
        for span in claim.content
    )
