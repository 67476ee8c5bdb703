"""A claim as a question: does the text say this?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from servanda.cli.claim.corrections import correction_of, event_of
from servanda.cli.options import now
from servanda.cli.output import say
from servanda.cli.review.answers import context_line, read_line
from servanda.cli.review.session import Answered
from servanda.errors import InputError
from servanda.records import Case, Correction, Decision, DecisionAct, Span, Stance

if TYPE_CHECKING:
    from servanda.pipeline import ClaimWithDecisions
    from servanda.store import Store

__all__ = ["ClaimItem"]


@dataclass(slots=True)
class ClaimItem:
    """One claim to accept, correct or reject."""

    store: Store
    case: Case
    reviewed: ClaimWithDecisions
    decisions: list[Decision] = field(default_factory=list)
    help: str = (
        "a accept, e edit, r reject, u undo the last decision, j next, k previous, q quit, "
        "? this help"
    )

    def lines(self, place: str) -> Iterator[str]:
        """The claim: holder, stance and obligations; numbers and days; its words."""
        claim = self.reviewed.claim
        state = f" (you: {self.decisions[-1].act.value})" if self.decisions else ""
        holder = claim.holder or ("unknown" if claim.attributed else "(the article)")
        links = ", ".join(link.obligation for link in claim.proposition.links)
        numbers = ", ".join(f"{number.value:g} {number.unit}" for number in claim.quantities)
        when = claim.event_time.text if claim.event_time is not None else "no day"
        yield f"[{place}] {claim.id}{state}"
        yield f"{holder} | {claim.stance.value.replace('_', ' ')} | {links or 'no obligation'}"
        yield f"{numbers or 'no number'} | {when}"
        whole = Span(claim.content[0].start, claim.content[-1].end)
        yield context_line(self.reviewed.document, whole)

    def answer(self, key: str) -> Answered:
        """Accept, reject or edit."""
        if key == "a":
            return self._keep(DecisionAct.ACCEPT)
        if key == "r":
            return self._keep(DecisionAct.REJECT)
        return self._edit() if key == "e" else Answered.UNKNOWN

    def undo(self) -> None:
        """Take the last decision of this session back."""
        self._append(DecisionAct.UNDO, undoes=self.decisions[-1].id)
        self.decisions.pop()

    def _keep(self, act: DecisionAct, correction: Correction | None = None) -> Answered:
        self.decisions.append(self._append(act, correction=correction))
        return Answered.KEPT

    def _append(
        self, act: DecisionAct, *, correction: Correction | None = None, undoes: str | None = None
    ) -> Decision:
        from servanda.claims import decision_on

        decision = decision_on(
            self.reviewed.claim, self.reviewed.document, act, self.store.who, now(),
            correction=correction, undoes=undoes,
        )  # fmt: skip
        self.store.append([decision], self.case.id)
        return decision

    def _edit(self) -> Answered:
        """Ask for new values; an empty line leaves a value as it is."""
        try:
            holder = read_line("holder") or None
            stance = read_line(f"stance ({', '.join(Stance)})")
            count = read_line("count")
            event = event_of(read_line("happened from (YYYY-MM-DD)"), read_line("happened to"))
            plain = Correction(stance=Stance(stance.replace(" ", "_")) if stance else None)
            number = float(count) if count else None
            if (holder, plain.stance, number, event) == (None, None, None, None):
                say("nothing changed")
                return Answered.NOTHING
            correction = correction_of(self.reviewed, self.case, plain, holder, number, None, event)
        except (InputError, ValueError) as error:
            say(f"not corrected: {error}")
            return Answered.NOTHING
        return self._keep(DecisionAct.CORRECT, correction)
