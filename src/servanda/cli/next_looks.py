"""servanda next: what to look at or ask for, most informative first."""

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
    typer.Option(
        "--obligation",
        metavar="ID",
        help="One obligation; also list what tells nothing.",
    ),
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
    """Rank looks and statements by what they would tell, and say what no single one would settle.

    Example: servanda next korea-2018 --as-of 2018-11-12 --limit 5
    """
    from servanda.dossier import look_json, next_json
    from servanda.errors import NotFoundError
    from servanda.pipeline import information_gains, rank_looks

    with assessed_case(case, as_of, on, data, simulated=simulated, explained=False) as (
        found,
        progress,
    ):
        judgements = found.assessment.judgements
        rows = [row.id for row in judgements if row.probability_met is not None]
        if obligation is not None and obligation not in rows:
            raise NotFoundError(
                f"no obligation {obligation!r} with a number in case {found.case.id!r} on "
                f"{found.question.on}; write one of {', '.join(rows) or 'none'}"
            )
        wanted = None if obligation is None else {obligation}
        gains = information_gains(found, wanted, progress)
    looks = rank_looks(gains, limit)
    question = found.question
    whole = next_json(found.case.id, question.as_of, question.on, gains, looks)
    title = f"{found.case.id}, as of {question.as_of}: what would tell most"
    sections: list[RenderableType] = [looks_table(title, looks)]
    if obligation is not None:
        sections.append(_uninformative_table(gains))
    sections.append(_unsettled_table(gains))
    lines = [look_json(look) for look in looks]
    show_with_mark(lines, whole, form, Group(*sections), simulated=found.uses_simulation)


def looks_table(title: str, looks: Iterable[CollectionOption]) -> Table:
    """The table of looks: the information expected of each, and the probabilities it may give."""
    columns = ("obligation", "bits", "day", "where", "look or answer", "could lead to", "why")
    return table(title, columns, map(_cells, looks))


def _cells(look: CollectionOption) -> tuple[str, ...]:
    after = [outcome.probability_met for outcome in look.outcomes if outcome.chance > 0.0]
    reach = f"{min(after):.2f} - {max(after):.2f}"
    return (
        look.obligation, f"{look.bits:.3f}", str(look.day), _place(look), look.name,
        reach, look.why,
    )  # fmt: skip


def _place(look: CollectionOption) -> str:
    if len(look.sites) == 1:
        return look.sites[0]
    return f"one of {len(look.sites)} sites" if look.sites else "everywhere"


def _uninformative_table(gains: Iterable[InformationGain]) -> RenderableType:
    looks = (look for gain in gains for look in gain.looks)
    rows = {(look.name, look.why) for look in looks if look.bits == 0.0}
    if not rows:
        return Text("")
    return table("\nwhat would tell nothing (0 bits)", ("look or answer", "why"), sorted(rows))


def _unsettled_table(gains: Iterable[InformationGain]) -> RenderableType:
    rows = [(gain.obligation, gain.why) for gain in gains if not gain.settles]
    if not rows:
        return Text("\neach of these could be settled by a single look, or stands settled")
    return table("\nwhat no single look would settle", ("obligation", ""), rows)
