"""A whole statement from the chance of each label: its number, its days, whose word it is."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.claims.slots.counts import stated_count
from servanda.claims.slots.times import DocumentTimes
from servanda.claims.statements.amounts import settle_amount
from servanda.claims.statements.fitted import best_label
from servanda.claims.statements.own_claims import claim_of_sentence
from servanda.claims.statements.passages import passages
from servanda.claims.statements.wording import WordedDocument
from servanda.claims.text.spans import SpanIndex
from servanda.records import Claim, Document, Label, Names, Obligation, Span, Statement

__all__ = ["DocumentSlots"]


class DocumentSlots:
    """Fills statements of one document, whose period and names are read once."""

    def __init__(self, document: Document, names: Names) -> None:
        """names: of the case"""
        self._document = document
        self.worded = WordedDocument(document.text, passages(document.text, document.blocks), names)
        self._numbers = {
            passage.span: number for number, passage in enumerate(self.worded.passages)
        }
        self._times = DocumentTimes(
            document.text,
            self.worded.passages,
            document.title,
            document.publication,
            names.events,
        )
        self._placed: tuple[Sequence[Claim], SpanIndex] | None = None

    def number_of(self, span: Span) -> int:
        """Which passage of the document has that span. Raises KeyError if none has."""
        return self._numbers[span]

    def statement(
        self,
        number: int,
        duty: Obligation,
        chances: Sequence[float],
        claims: Sequence[Claim],
        reader: str,
    ) -> Statement:
        """What a passage says of a duty, by its number in the document.

        chances: of each label before its number is held against what is asked
        claims: those that were read from the document; reader: the name of who gave the chances
        """
        document, passage = self._document, self.worded.passages[number]
        count = stated_count(passage.text, duty, best_label(chances))
        chances = settle_amount(chances, count, duty)
        label = best_label(chances)
        told = self._times.times_of(number, label)
        why = ""
        if told.as_of.end is not None and told.as_of.end < duty.start:
            label, why = Label.UNRELATED, f"tells of {told.as_of.end}, before the duty began"
            chances = [float(other is label) for other in Label]
        return Statement(
            id=f"{document.id}#s{number + 1}/{duty.id}",
            document=document.id,
            span=passage.span,
            obligation=duty.id,
            label=label,
            p=tuple(chances),
            count=None if label is Label.UNRELATED else count,
            event=told.event,
            as_of=told.as_of,
            claim=self._claim(number, passage.span, claims),
            acts_by=tuple(sorted(self.worded.actors(number) & {*duty.bearers, *duty.co_bearers})),
            reviewed=False,
            reader=reader,
            why=why,
        )

    def _claim(self, number: int, span: Span, claims: Sequence[Claim]) -> str:
        """`claim_of_sentence` of those claims alone that reach into the passage."""
        if self._placed is None or self._placed[0] is not claims:
            self._placed = claims, SpanIndex(_reach(claim) for claim in claims)
        near = [claims[place] for place in self._placed[1].overlapping(span)]
        return claim_of_sentence(self._document, number, span, near)


def _reach(claim: Claim) -> Span:
    first = min(part.start for part in claim.content)
    return Span(first, max(part.end for part in claim.content))
