"""Options that several commands about claims share."""

from __future__ import annotations

from typing import Annotated

import typer

from servanda.records import Stance, VerbClass

__all__ = [
    "ClaimId",
    "Completed",
    "Count",
    "EventFrom",
    "EventTo",
    "Holder",
    "Negated",
    "ObligationId",
    "Reason",
    "StanceOption",
    "Unit",
    "Verb",
]


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
    str | None, typer.Option("--event-to", metavar="DAY", help="The last day on which it happened.")
]
Verb = Annotated[VerbClass | None, typer.Option("--verb", help="The class of act it is about.")]
Negated = Annotated[
    bool | None,
    typer.Option("--negated/--not-negated", help="Whether the act is said not to have happened."),
]
Completed = Annotated[
    bool | None,
    typer.Option("--completed/--under-way", help="Whether the act is said to be done."),
]
