"""servanda review: decide on claims that were read by machine, one at a time."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.claim.corrections import correction_of, event_of
from servanda.cli.options import CaseName, Data, now, settings_of
from servanda.cli.output import note, progress_bar
from servanda.errors import InputError
from servanda.records import BY_HAND, Case, Correction, Decision, DecisionAct, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servanda.pipeline import ClaimWithDecisions
    from servanda.store import Store

__all__ = ["review"]

HELP = (
    "a accept, e edit, r reject, u undo the last decision, j next, k previous, q quit, ? this help"
)
AROUND = 120  # characters of the text shown on each side of a claim [layout]

All = Annotated[
    bool, typer.Option("--all", help="Also claims that bear on no obligation of the case.")
]


def review(case: CaseName, every: All = False, data: Data = None) -> None:
    """Accept, correct or reject what was read by machine, one claim at a time.

    Shows what nobody has reviewed yet and bears on an obligation. Each decision is kept at once.
    Keys: a accept, e edit, r reject, u undo, j next, k previous, q quit, ? help; through a pipe
    one a line. Example: servanda review korea-2018
    """
    from servanda.claims import review_state
    from servanda.pipeline import claims_with_decisions, find_case, load_reader, open_data_store

    with open_data_store(settings_of(data), now) as store:
        found = find_case(store, case, now())
        reader, missing = load_reader()
        if missing is not None:
            note(missing)
        with progress_bar() as progress:
            claims = claims_with_decisions(store, found, reader, progress)
        items = [
            reviewed
            for reviewed in claims
            if reviewed.claim.reader != BY_HAND
            and review_state(reviewed.acts) == "unreviewed"
            and (every or reviewed.claim.proposition.links)
        ]
        if not items:
            note(f"{found.id}: nothing to review")
            return
        session = _Session(store, found, items)
        session.run()
    note(f"{found.id}: {len(session.decisions)} of {len(items)} decided")


@dataclass(slots=True)
class _Session:
    """A session of reviewing claims; it ends with `q` or at the end of the input."""

    store: Store
    case: Case
    items: list[ClaimWithDecisions]
    index: int = 0
    decisions: list[tuple[int, Decision]] = field(default_factory=list)

    def run(self) -> None:
        """Show the first claim, then read keys and act on each until the session ends."""
        self._show()
        while (key := _read_key()) not in {"q", ""}:
            if key == "a":
                self._decide(DecisionAct.ACCEPT)
            elif key == "r":
                self._decide(DecisionAct.REJECT)
            elif key == "e":
                self._edit()
            elif key == "u":
                self._undo()
            elif key in {"j", "k"}:
                self._move(1 if key == "j" else -1)
            else:
                typer.echo(HELP)

    def _show(self) -> None:
        reviewed = self.items[self.index]
        decisions = [decision for at, decision in self.decisions if at == self.index]
        state = f" (you: {decisions[-1].act.value})" if decisions else ""
        typer.echo(f"\n[{self.index + 1}/{len(self.items)}] {reviewed.claim.id}{state}")
        for line in _claim_lines(reviewed):
            typer.echo(f"  {line}")

    def _move(self, step: int) -> None:
        there = self.index + step
        if not 0 <= there < len(self.items):
            typer.echo("this is the last one" if step > 0 else "this is the first one")
            return
        self.index = there
        self._show()

    def _decide(self, act: DecisionAct, correction: Correction | None = None) -> None:
        self._keep(act, correction=correction)
        self._move(1)

    def _keep(
        self, act: DecisionAct, *, correction: Correction | None = None, undoes: str | None = None
    ) -> None:
        from servanda.claims import decision_on

        reviewed = self.items[self.index]
        decision = decision_on(
            reviewed.claim, reviewed.document, act, self.store.who, now(),
            correction=correction, undoes=undoes,
        )  # fmt: skip
        self.store.append([decision], self.case.id)
        if act is not DecisionAct.UNDO:
            self.decisions.append((self.index, decision))

    def _undo(self) -> None:
        if not self.decisions:
            typer.echo("nothing to undo")
            return
        self.index, last = self.decisions.pop()
        self._keep(DecisionAct.UNDO, undoes=last.id)
        self._show()

    def _edit(self) -> None:
        """Ask for new values; an empty line leaves a value as it is."""
        try:
            holder = _read_line("holder") or None
            stance = _read_line(f"stance ({', '.join(Stance)})")
            count = _read_line("count")
            event = event_of(_read_line("happened from (YYYY-MM-DD)"), _read_line("happened to"))
            plain = Correction(stance=Stance(stance.replace(" ", "_")) if stance else None)
            number = float(count) if count else None
            if (holder, plain.stance, number, event) == (None, None, None, None):
                typer.echo("nothing changed")
                return
            reviewed = self.items[self.index]
            correction = correction_of(reviewed, self.case, plain, holder, number, None, event)
        except (InputError, ValueError) as error:
            typer.echo(f"not corrected: {error}")
            return
        self._decide(DecisionAct.CORRECT, correction)


def _claim_lines(reviewed: ClaimWithDecisions) -> Iterator[str]:
    """The lines on a claim: holder, stance and obligations; numbers and days; its words."""
    claim = reviewed.claim
    holder = claim.holder or ("unknown" if claim.attributed else "(the article)")
    links = ", ".join(link.obligation for link in claim.proposition.links)
    numbers = ", ".join(f"{quantity.value:g} {quantity.unit}" for quantity in claim.quantities)
    when = claim.event_time.text if claim.event_time is not None else "no day"
    yield f"{holder} | {claim.stance.value.replace('_', ' ')} | {links or 'no obligation'}"
    yield f"{numbers or 'no number'} | {when}"
    yield _context_line(reviewed)


def _context_line(reviewed: ClaimWithDecisions) -> str:
    """The content of a claim in brackets with the text around it, on one line."""
    text, claim = reviewed.document.text, reviewed.claim
    first, last = claim.content[0].start, claim.content[-1].end
    parts = (text[max(0, first - AROUND) : first], text[first:last], text[last : last + AROUND])
    before, inside, after = (_printable(part) for part in parts)
    return f"...{before}[{inside}]{after}..."


def _printable(text: str) -> str:
    """The text with each white space as a blank and without control characters."""
    blank = "".join(" " if character.isspace() else character for character in text)
    return "".join(character for character in blank if character.isprintable())


def _read_key() -> str:
    """The next key at a terminal, else the next line that is not blank; "" at the end."""
    if sys.stdin.isatty():
        return str(typer.getchar())
    while line := sys.stdin.readline():
        if line.strip():
            return line.strip()
    return ""


def _read_line(what: str) -> str:
    typer.echo(f"{what}: ", nl=False)
    return sys.stdin.readline().strip()
