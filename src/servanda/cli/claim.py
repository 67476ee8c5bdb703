"""servanda claim: what a person enters, links, mends or withdraws, claim by claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servanda.cli.options import (
    CaseName,
    Data,
    FormatOption,
    OutputFormat,
    day_of,
    now,
    settings_of,
    today,
)
from servanda.cli.output import note, progress_bar, show, table
from servanda.errors import SettingsError
from servanda.records import (
    Case,
    Claim,
    ClaimEntry,
    Correction,
    DateRange,
    DecisionAct,
    Stance,
    VerbClass,
)

if TYPE_CHECKING:
    from servanda.pipeline import ClaimWithDecisions

__all__ = ["claim_commands", "correction_of", "event_of"]

claim_commands = typer.Typer(
    no_args_is_help=True,
    help="Enter claims by hand, and link, correct or retract any. Every act is in the custody log.",
)
ClaimId = Annotated[
    str, typer.Argument(metavar="CLAIM", help="The claim's id, as `servanda claim list` shows it.")
]
ObligationId = Annotated[
    str, typer.Argument(metavar="OBLIGATION", help="The id of an obligation of the case.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a few words.")]
Holder = Annotated[
    str | None, typer.Option("--holder", help="Who says it: an actor's id or name, or any name.")
]
StanceOption = Annotated[Stance | None, typer.Option("--stance", help="How the holder says it.")]
Count = Annotated[float | None, typer.Option("--count", min=0, help="How many it speaks of.")]
Unit = Annotated[
    str | None, typer.Option("--unit", help="What is counted; default the obligation's unit.")
]
EventFrom = Annotated[
    str | None,
    typer.Option("--event-from", metavar="DAY", help="When it happened, or began: YYYY-MM[-DD]."),
]
EventTo = Annotated[
    str | None, typer.Option("--event-to", metavar="DAY", help="The last day on which it did.")
]
Verb = Annotated[VerbClass | None, typer.Option("--verb", help="The class of act it tells of.")]
Negated = Annotated[
    bool | None,
    typer.Option("--negated/--not-negated", help="Whether the act is said not to have happened."),
]
Completed = Annotated[
    bool | None,
    typer.Option("--completed/--under-way", help="Whether the act is said to be done."),
]


@claim_commands.command()
def add(
    case: CaseName,
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="The id of a document of the case.")
    ],
    quote: Annotated[
        str, typer.Option("--quote", help="What is claimed, in the document's exact words.")
    ],
    nth: Annotated[
        int | None, typer.Option("--nth", min=1, help="Which of several places with these words.")
    ] = None,
    holder: Holder = None,
    source: Annotated[
        str | None, typer.Option("--source", help="The document's words for who says it.")
    ] = None,
    stance: StanceOption = None,
    obligation: Annotated[
        str | None, typer.Option("--obligation", help="The obligation that it bears on.")
    ] = None,
    count: Count = None,
    unit: Unit = None,
    event_from: EventFrom = None,
    event_to: EventTo = None,
    verb: Verb = None,
    negated: Negated = None,
    completed: Completed = None,
    data: Data = None,
) -> None:
    """Enter a claim that stands in a document, in its exact words. Prints the claim's id.

    Without a holder it is what the document says itself.

    Example: servanda claim add korea-2018 n14 --quote "had blown up 10 posts" --holder dprk
    """
    from servanda.pipeline import enter_claims, find_case, open_data_store

    entry = ClaimEntry(
        document=document,
        quote=quote,
        nth=nth,
        holder=holder,
        source=source,
        stance=stance or Stance.ASSERTED,
        obligation=obligation,
        count=count,
        unit=unit,
        event=event_of(event_from, event_to),
        verb=verb,
        negated=negated,
        completed=completed,
    )
    with open_data_store(settings_of(data), now) as store:
        found = find_case(store, case, now())
        (made,) = enter_claims(store, found, [entry], now())
    typer.echo(made.id)


@claim_commands.command("import")
def import_table(
    case: CaseName,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx file with a header.")
    ],
    data: Data = None,
) -> None:
    """Enter every claim of a table, or none and say everything that is wrong. Prints their ids.

    Example: servanda claim import korea-2018 claims.csv
    """
    from servanda.pipeline import find_case, import_claims, open_data_store

    with open_data_store(settings_of(data), now) as store:
        found = find_case(store, case, now())
        made = import_claims(store, found, file, now())
    for one in made:
        typer.echo(one.id)


@claim_commands.command()
def link(
    case: CaseName,
    claim: ClaimId,
    obligation: ObligationId,
    reason: Reason = "",
    data: Data = None,
) -> None:
    """Say that a claim bears on an obligation, whatever the words alone would tell.

    Example: servanda claim link korea-2018 n14#c3 c-gp-dprk-surface --reason "the same posts"
    """
    _decide(case, claim, data, DecisionAct.LINK, reason=reason, obligation=obligation)


@claim_commands.command()
def unlink(
    case: CaseName,
    claim: ClaimId,
    obligation: ObligationId,
    reason: Reason = "",
    data: Data = None,
) -> None:
    """Say that a claim does not bear on an obligation.

    Example: servanda claim unlink korea-2018 n14#c3 c-gp-dprk-surface --reason "other posts"
    """
    _decide(case, claim, data, DecisionAct.UNLINK, reason=reason, obligation=obligation)


@claim_commands.command()
def correct(
    case: CaseName,
    claim: ClaimId,
    holder: Holder = None,
    stance: StanceOption = None,
    count: Count = None,
    unit: Unit = None,
    event_from: EventFrom = None,
    event_to: EventTo = None,
    verb: Verb = None,
    negated: Negated = None,
    completed: Completed = None,
    reason: Reason = "",
    data: Data = None,
) -> None:
    """Say what a claim says instead of what was read; what is not named stays as it was.

    Example: servanda claim correct korea-2018 n14#c3 --stance denied --count 10
    """
    event = event_of(event_from, event_to)
    values = (holder, stance, count, unit, event, verb, negated, completed)
    if all(value is None for value in values):
        raise SettingsError("nothing to correct; name a value: --holder, --stance, --count ...")
    if unit is not None and count is None:
        raise SettingsError("--unit without --count; say how many of them")
    plain = Correction(stance=stance, verb=verb, negated=negated, completed=completed)

    def make_correction(one: ClaimWithDecisions, found: Case) -> Correction:
        return correction_of(one, found, plain, holder, count, unit, event)

    _decide(case, claim, data, DecisionAct.CORRECT, reason=reason, corrected=make_correction)


@claim_commands.command()
def retract(
    case: CaseName,
    claim: ClaimId,
    reason: Annotated[str, typer.Option("--reason", help="Who took it back, and why.")],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="The day of the retraction; default today."),
    ] = None,
    data: Data = None,
) -> None:
    """Say that a claim was taken back. Assessments as of that day or later no longer count it.

    Example: servanda claim retract korea-2018 n14#c3 --on 2018-12-05 --reason "the agency erred"
    """
    if not reason.strip():
        raise SettingsError("--reason is empty; say who took it back, and why")
    since = day_of(on, today(), "--on")
    _decide(case, claim, data, DecisionAct.RETRACT, reason=reason, since=since)


@claim_commands.command("list")
def list_claims(case: CaseName, form: FormatOption = OutputFormat.TABLE, data: Data = None) -> None:
    """List every claim of a case with its id, what it bears on, and how it stands.

    Example: servanda claim list korea-2018 --format jsonl
    """
    from servanda.claims import review_state, words_at
    from servanda.pipeline import claims_with_decisions, find_case, load_reader, open_data_store

    with open_data_store(settings_of(data), now) as store, progress_bar() as progress:
        found = find_case(store, case, now())
        reader, missing = load_reader()
        if missing is not None:
            note(missing)
        claims = claims_with_decisions(store, found, reader, progress)
    rows = [
        {
            "id": one.claim.id,
            "holder": one.claim.holder,
            "stance": one.claim.stance.value,
            "quote": words_at(one.document.text, one.claim.content),
            "links": [link.obligation for link in one.claim.proposition.links if one.stands],
            "state": review_state(one.acts),
            "reader": one.claim.reader,
        }
        for one in claims
    ]
    columns = ("id", "holder", "stance", "quote", "links", "state")
    cells = [_cells(one.claim, row, columns) for one, row in zip(claims, rows, strict=True)]
    show(rows, rows, form, table(f"Claims of {found.id}", columns, cells))


def _cells(claim: Claim, row: Mapping[str, object], columns: tuple[str, ...]) -> list[str]:
    shown = {
        **row,
        "holder": claim.holder or ("unknown" if claim.attributed else "(the article)"),
        "stance": claim.stance.value.replace("_", " "),
        "links": ", ".join(link.obligation for link in claim.proposition.links),
    }
    return [" ".join(str(shown[column]).split()) for column in columns]


def correction_of(
    one: ClaimWithDecisions,
    case: Case,
    correction: Correction,
    holder: str | None,
    count: float | None,
    unit: str | None,
    event: DateRange | None,
) -> Correction:
    """The correction with its holder looked up and its number and days pinned to the text."""
    from servanda.claims import days_by_hand, find_holder, quantity_by_hand
    from servanda.pipeline import names_of

    claim, document = one.claim, one.document
    if holder is not None:
        name, actor, kind = find_holder(holder, names_of(case))
        correction = replace(correction, holder=name, holder_id=actor, holder_kind=kind)
    if count is not None:
        unit = unit or _unit_of(claim, case)
        number = quantity_by_hand(count, unit, document.text, claim.content[0], claim.quantities)
        correction = replace(correction, quantity=number)
    if event is not None:
        mention = days_by_hand(event, document.text, claim.content[0])
        correction = replace(correction, event_time=mention)
    return correction


def _unit_of(claim: Claim, case: Case) -> str | None:
    """The unit of the duty that the claim bears on most."""
    best = next(iter(claim.proposition.links), None)
    duties = [one for one in case.obligations if best and one.id == best.obligation]
    return (duties[0].unit or duties[0].object) if duties else None


def event_of(first: str | None, last: str | None) -> DateRange | None:
    """The days of an event. Raises SettingsError with what to write instead."""
    from servanda.sources import event_range

    try:
        return event_range(first or None, last or None)
    except ValueError as error:
        raise SettingsError(
            f"--event-from, --event-to: {error}"
            + ("" if ";" in str(error) else "; write the earlier day first")
        ) from error


def _decide(
    case: str,
    claim_id: str,
    data: Path | None,
    act: DecisionAct,
    *,
    reason: str,
    since: date | None = None,
    obligation: str | None = None,
    corrected: Callable[[ClaimWithDecisions, Case], Correction] | None = None,
) -> None:
    """Keep one decision about one claim."""
    from servanda.claims import decision_on
    from servanda.pipeline import duty_of, find_case, find_claim, load_reader, open_data_store

    with open_data_store(settings_of(data), now) as store:
        moment = now()
        found = find_case(store, case, moment)
        if obligation is not None:
            duty_of(found, obligation)
        one = find_claim(store, found, load_reader()[0], claim_id)
        correction = None if corrected is None else corrected(one, found)
        decision = decision_on(
            one.claim, one.document, act, store.who, moment,
            reason=reason, since=since, obligation=obligation, correction=correction,
        )  # fmt: skip
        store.append([decision], found.id)
    note(f"{claim_id}: {_DONE[act].format(obligation=obligation, since=decision.since)}")


_DONE = {
    DecisionAct.LINK: "linked to {obligation}",
    DecisionAct.UNLINK: "no longer linked to {obligation}",
    DecisionAct.CORRECT: "corrected",
    DecisionAct.RETRACT: "retracted on {since}",
}
