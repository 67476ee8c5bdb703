"""servanda claim retract: record that a claim was taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from servanda.cli.claim.decisions import keep_decision
from servanda.cli.claim.options import ClaimId
from servanda.cli.options import CaseName, Data, day_of, today
from servanda.errors import SettingsError
from servanda.records import DecisionAct

__all__ = ["retract"]


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
    keep_decision(case, claim, data, DecisionAct.RETRACT, reason=reason, since=since)
