"""servanda what-if: assess a case with changed assumptions or evidence; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from servanda.cli.assessed_case import assessed_case, show_with_mark
from servanda.cli.options import AsOf, CaseName, Data, FormatOption, On, OutputFormat, Simulated
from servanda.cli.output import note, table
from servanda.errors import SettingsError

if TYPE_CHECKING:
    from servanda.records import Assessment, Judgement

__all__ = ["what_if"]

Distrust = Annotated[
    list[str] | None,
    typer.Option(
        "--distrust",
        metavar="SOURCE_OR_ACTOR",
        help="Give no weight to reports of this actor and its parts, or printed by this publisher.",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="ITEM_OR_DOCUMENT",
        help="Leave out an item of evidence, a claim, a document or an observation.",
    ),
]
Prior = Annotated[
    list[str] | None,
    typer.Option("--prior", metavar="NAME=VALUE", help="Assume something else, e.g. keeps=6."),
]
All = Annotated[bool, typer.Option("--all", help="Print rows that stay the same, too.")]


def what_if(
    case: CaseName,
    distrust: Distrust = None,
    exclude: Exclude = None,
    prior: Prior = None,
    everything: All = False,
    as_of: AsOf = None,
    on: On = None,
    simulated: Simulated = False,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Assess again with a source distrusted, an item left out or an assumption changed.

    Example: servanda what-if korea-2018 --distrust rok --as-of 2018-12-31
    """
    from servanda.dossier import what_if_json
    from servanda.pipeline import what_if as assess_changed
    from servanda.records import WhatIfChanges

    changes = WhatIfChanges(tuple(distrust or ()), tuple(exclude or ()), _priors(prior or ()))
    if changes == WhatIfChanges():
        raise SettingsError(
            "nothing is to be otherwise; give --distrust, --exclude or --prior, once or more"
        )
    with assessed_case(case, as_of, on, data, simulated=simulated, explained=False) as (found, _):
        after = assess_changed(found, changes)
    whole = what_if_json(found.assessment, after, changes, everything)
    drawn = _table(found.assessment, after, everything)
    show_with_mark(whole["obligations"], whole, form, drawn, simulated=found.uses_simulation)
    if not whole["obligations"]:
        note("no number changes")


def _priors(words: Sequence[str]) -> tuple[tuple[str, float], ...]:
    found = []
    for word in words:
        name, _, text = word.partition("=")
        try:
            found.append((name, float(text)))
        except ValueError as error:
            raise SettingsError(
                f"--prior {word}: not NAME=VALUE; write for example --prior keeps=6"
            ) from error
    return tuple(found)


def _table(before: Assessment, after: Assessment, everything: bool) -> Table:
    rows = zip(before.judgements, after.judgements, strict=True)
    return table(
        f"{before.case}, as of {before.as_of}, on {before.on}",
        ("obligation", "before", "after", "change", "status"),
        (_cells(old, new) for old, new in rows if everything or _number(old) != _number(new)),
    )


def _cells(before: Judgement, after: Judgement) -> tuple[str, ...]:
    change = ""
    if before.probability_met is not None and after.probability_met is not None:
        change = f"{after.probability_met - before.probability_met:+.2f}"
    status = before.status.value.replace("_", " ")
    if after.status is not before.status:
        status += f" -> {after.status.value.replace('_', ' ')}"
    return before.id, _format_probability(before), _format_probability(after), change, status


def _format_probability(judgement: Judgement) -> str:
    probability, interval = judgement.probability_met, judgement.interval
    if probability is None or interval is None:
        return ""
    return f"{probability:.2f} [{interval.low:.2f}-{interval.high:.2f}]"


def _number(judgement: Judgement) -> tuple[Any, ...]:
    return judgement.status, judgement.probability_met
