"""servanda review: decide on what was read by machine, one question at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import CaseName, Data, now, settings_of
from servanda.cli.output import note, progress_bar
from servanda.cli.review.claim_item import ClaimItem
from servanda.cli.review.session import ReviewItem, ReviewSession
from servanda.cli.review.statement_item import StatementItem
from servanda.plurals import count_phrase
from servanda.records import BY_HAND, Case

if TYPE_CHECKING:
    from servanda.claims import Reader
    from servanda.pipeline import ClaimWithDecisions
    from servanda.store import Store

__all__ = ["review"]


class Part(StrEnum):
    """The parts of a review, in their order."""

    STATEMENTS = "statements"
    MISSED = "missed"
    CLAIMS = "claims"


All = Annotated[
    bool, typer.Option("--all", help="Also claims that bear on no obligation of the case.")
]
Only = Annotated[
    Part | None,
    typer.Option(
        "--only", help="One part: statements that were read, sentences near a duty, or claims."
    ),
]
Missed = Annotated[
    int,
    typer.Option("--missed", min=0, help="Unread sentences to show for each duty, the nearest."),
]


def review(
    case: CaseName, every: All = False, only: Only = None, missed: Missed = 3, data: Data = None
) -> None:
    """Decide on what was read by machine: statements, missed sentences, then claims.

    What nobody has decided yet, the most telling first; every fifth statement is drawn at random.
    Each decision is kept at once. Through a pipe one key or answer a line.

    Keys on a sentence and a duty: a right, l other label (then its key), d other duty (then its
    number or id, then a label), e other count or date, r unrelated. On a claim: a accept, e edit,
    r reject. On both: u undo, j next, k previous, q quit, ? help.

    Example: servanda review korea-2018
    """
    from servanda.pipeline import case_to_change, load_reader, open_data_store

    with open_data_store(settings_of(data), now) as store:
        found = case_to_change(store, case, now(), note)
        reader, missing = load_reader()
        if missing is not None:
            note(missing)
        wanted = tuple(Part) if only is None else (only,)
        review_of = _Review(store, found, reader, every, missed)
        session = ReviewSession(review_of.parts(wanted))
        answers = session.run()
        if not session.asked:
            note(f"{found.id}: nothing to review")
            return
        note(f"{found.id}: {answers} of {len(session.asked)} decided{review_of.sample()}")


@dataclass(slots=True)
class _Review:
    """What there is to review in a case."""

    store: Store
    case: Case
    reader: Reader
    every: bool  # claims that bear on no obligation, too
    missed: int  # sentences for each duty

    def parts(self, wanted: Sequence[Part]) -> Iterator[tuple[str, Sequence[ReviewItem]]]:
        """The questions of each part that is wanted, made when it is reached."""
        asked: set[str] = set()
        if Part.STATEMENTS in wanted:
            statements = self._statements()
            asked = {item.question.statement.id for item in statements}
            yield "statement", statements
        if Part.MISSED in wanted:
            yield "missed", self._missed(asked)
        if Part.CLAIMS in wanted:
            yield "claim", self._claims()

    def sample(self) -> str:
        """How many answers on the case were drawn at random, in words; "" if none."""
        from servanda.pipeline import sample_size

        size = sample_size(self.store, self.case)
        return f"; a random sample of {count_phrase(size, 'statement')} so far" if size else ""

    def _statements(self) -> list[StatementItem]:
        from servanda.pipeline import CaseReader, statement_questions

        reader = self.reader
        if not isinstance(reader, CaseReader):
            return []
        with progress_bar() as progress:
            questions = statement_questions(self.store, self.case, reader, progress)
        return [StatementItem(self.store, self.case, reader, question) for question in questions]

    def _missed(self, asked: set[str]) -> list[StatementItem]:
        from servanda.pipeline import CaseReader, missed_questions

        reader = self.reader
        if not isinstance(reader, CaseReader):
            return []
        with progress_bar() as progress:
            questions = missed_questions(
                self.store, self.case, reader, self.missed, asked, progress
            )
        return [StatementItem(self.store, self.case, reader, question) for question in questions]

    def _claims(self) -> list[ClaimItem]:
        from servanda.claims import review_state
        from servanda.pipeline import claims_with_decisions

        with progress_bar() as progress:
            claims = claims_with_decisions(self.store, self.case, self.reader, progress)
        return [
            ClaimItem(self.store, self.case, reviewed)
            for reviewed in claims
            if reviewed.claim.reader != BY_HAND
            and review_state(reviewed.acts) == "unreviewed"
            and (self.every or self._bears_by_its_words(reviewed))
        ]

    def _bears_by_its_words(self, reviewed: ClaimWithDecisions) -> bool:
        """True if a claim bears on a duty on which no statements are reviewed in its place."""
        from servanda.pipeline import CaseReader

        by_meaning: set[str] = set()
        if isinstance(self.reader, CaseReader):
            by_meaning = {duty.id for duty in self.reader.duties(self.case)}
        return any(link.obligation not in by_meaning for link in reviewed.claim.proposition.links)
