"""servanda claim add: enter a claim in a document's exact words."""

from __future__ import annotations

from typing import Annotated

import typer

from servanda.cli.claim.corrections import event_of
from servanda.cli.claim.options import (
    Completed,
    Count,
    EventFrom,
    EventTo,
    Holder,
    Negated,
    StanceOption,
    Unit,
    Verb,
)
from servanda.cli.options import CaseName, Data, now, settings_of
from servanda.cli.output import note, say

__all__ = ["add"]


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
    from servanda.pipeline import case_to_change, enter_claims, open_data_store
    from servanda.records import ClaimEntry, Stance

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
        found = case_to_change(store, case, now(), note)
        (claim,) = enter_claims(store, found, [entry], now())
    say(claim.id)
