"""servanda next: what to look at or ask for, most telling first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from servanda.cli.assessed_case import assessed_case, show_with_mark
from servanda.cli.options import AsOf, CaseName, Data, FormatOption, On, OutputFormat, Simulated
from servanda.cli.output import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from servanda.records import CollectionOption, InformationGain

__all__ = ["looks_table", "next_looks"]

Wanted = Annotated[
    str | None,
    typer.Option("--obligation", metavar="ID", help="One obligation, and what cannot tell of it."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many looks to print.")]


def next_looks(
    case: CaseName,
    obligation: Wanted = None,
    limit: Limit = 10,
    as_of: AsOf = None,
    on: On = None,
    simulated: Simulated = False,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Rank looks and answers by how much each would tell, and say what nothing could settle.

    Example: servanda next korea-2018 --as-of 2018-11-12 --limit 5
    """
    from servanda.dossier import look_json, next_json
    from servanda.errors import NotFoundError
    from servanda.pipeline import information_gains, rank_looks

    with assessed_case(case, as_of, on, data, simulated=simulated) as (found, progress):
        rows = [one.id for one in found.assessment.judgements if one.probability_met is not None]
        if obligation is not None and obligation not in rows:
            raise NotFoundError(
                f"no obligation {obligation!r} with a number in case {found.case.id!r} on "
                f"{found.question.on}; write one of {', '.join(rows) or 'none'}"
            )
        wanted = None if obligation is None else {obligation}
        told = information_gains(found, wanted, progress)
    looks = rank_looks(told, limit)
    asked = found.question
    whole = next_json(found.case.id, asked.as_of, asked.on, told, looks)
    title = f"{found.case.id}, as of {asked.as_of}: what would tell most"
    sections: list[RenderableType] = [looks_table(title, looks)]
    if obligation is not None:
        sections.append(_uninformative_table(told))
    sections.append(_unsettled_table(told))
    lines = [look_json(one) for one in looks]
    show_with_mark(lines, whole, form, Group(*sections), simulated=found.uses_simulation)


def looks_table(title: str, looks: Iterable[CollectionOption]) -> Table:
    """One row a look: how much it would tell, and what would then be believed."""
    columns = ("obligation", "bits", "day", "where", "look or answer", "could lead to", "why")
    return table(title, columns, (_cells(one) for one in looks))


def _cells(one: CollectionOption) -> tuple[str, ...]:
    after = [out.probability_met for out in one.outcomes if out.chance > 0.0]
    reach = f"{min(after):.2f} - {max(after):.2f}"
    return (
        one.obligation, f"{one.bits:.3f}", str(one.day), _place(one), one.name,
        reach, one.why,
    )  # fmt: skip


def _place(one: CollectionOption) -> str:
    if len(one.sites) == 1:
        return one.sites[0]
    return f"one of {len(one.sites)} sites" if one.sites else "everywhere"


def _uninformative_table(told: Iterable[InformationGain]) -> RenderableType:
    nothing = {(one.name, one.why) for row in told for one in row.looks if one.bits == 0.0}
    if not nothing:
        return Text("")
    return table("\nwhat would tell nothing (0 bits)", ("look or answer", "why"), sorted(nothing))


def _unsettled_table(told: Iterable[InformationGain]) -> RenderableType:
    rows = [(one.obligation, one.why) for one in told if not one.settles]
    if not rows:
        return Text("\neach of these could be settled by a single look, or stands settled")
    return table("\nwhat nothing available would settle", ("obligation", ""), rows)
