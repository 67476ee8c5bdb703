"""servanda explain: why one number is what it is, and what would move it next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from servanda.cli.assessed_case import assessed_case, show_with_mark
from servanda.cli.next_looks import looks_table
from servanda.cli.options import (
    AsOf,
    CaseName,
    Data,
    FormatOption,
    On,
    OutputFormat,
    Simulated,
    Uncalibrated,
    day_of,
    today,
)
from servanda.cli.output import table

if TYPE_CHECKING:
    from servanda.records import ExplainedItem, Explanation, Judgement, Movement

__all__ = ["explain"]

Row = Annotated[
    str, typer.Argument(metavar="OBLIGATION", help="Its id, as `servanda assess` prints it.")
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DAY",
        help="Compare with what was known on this day; default the day before the newest item.",
    ),
]


def explain(
    case: CaseName,
    obligation: Row,
    as_of: AsOf = None,
    on: On = None,
    since: Since = None,
    uncalibrated: Uncalibrated = False,
    simulated: Simulated = False,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Say why a number is what it is: items, contradictions, blind spots, assumptions, next looks.

    Example: servanda explain korea-2018 c-gp-dprk-slits --as-of 2018-12-31
    """
    from servanda.dossier import explanation_json
    from servanda.pipeline import explain_row

    earlier = None if since is None else day_of(since, today(), "--since")
    with assessed_case(case, as_of, on, data, uncalibrated=uncalibrated, simulated=simulated) as (
        found,
        progress,
    ):
        told = explain_row(found, obligation, earlier, progress)
    whole = explanation_json(told)
    drawn = Group(*_sections(told))
    show_with_mark(list(_lines(whole)), whole, form, drawn, simulated=found.uses_simulation)


def _lines(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One line a section, each with the day and the obligation."""
    head = {key: whole[key] for key in ("schema", "case", "as_of", "on")}
    head["id"] = whole["obligation"]["id"]
    for section in ("obligation", "items", "contradictions", "moved", "sensitivity", "next"):
        yield {**head, "section": section, section: whole[section]}


def _sections(told: Explanation) -> Iterator[RenderableType]:
    yield from _heading(told)
    quotes = {item.evidence: item for item in told.items}
    if told.items:
        yield _with_title("what moved it", _items(told.items))
    if told.moved is not None:
        yield _with_title(_movement_title(told.moved), _movement_table(told.moved, quotes))
    if told.judgement.contradictions:
        yield _with_title("what contradicts it", _contradictions(told.judgement, quotes))
    if told.judgement.blind_spots:
        yield _with_title("what could not be seen", _blind_spots(told.judgement))
    if told.sensitivity:
        yield _with_title("assumptions, each halved and doubled by itself", _sensitivity(told))
    if told.information_gain is not None:
        yield Text(f"\nwhat would move it next: {told.information_gain.why}", style="bold")
        if told.information_gain.looks:
            yield looks_table("", told.information_gain.looks)


def _heading(told: Explanation) -> Iterator[Text]:
    one = told.judgement
    yield Text(f"{one.id}, as of {told.as_of}, on {told.on}", style="bold")
    yield Text(told.clause)
    number = "no number"
    if one.probability_met is not None and one.interval is not None and one.word is not None:
        low, high = one.interval.low, one.interval.high
        number = f"{one.probability_met:.2f} [{low:.2f}-{high:.2f}], {one.word.value}"
    yield Text(f"{one.status.value.replace('_', ' ')}: {number} ({one.why})")


def _with_title(title: str, rows: Table) -> Group:
    return Group(Text(f"\n{title}", style="bold"), rows)


def _items(items: tuple[ExplainedItem, ...]) -> Table:
    columns = ("decibans", "origin", "public", "says", "words of the text")
    return table(
        "",
        columns,
        (
            (f"{one.decibans:+.1f}", one.origin, str(one.published), one.says, one.quote or "")
            for one in items
        ),
    )


def _movement_title(moved: Movement) -> str:
    total = sum(step.decibans for step in moved.steps)
    return (
        f"since {moved.since}: from {moved.before:.2f} to {moved.after:.2f}, {total:+.1f} decibans"
    )


def _movement_table(moved: Movement, items: dict[str, ExplainedItem]) -> Table:
    from servanda.records import MovementCause

    causes = {
        MovementCause.TIME: "time that passed",
        MovementCause.REVISION: "new terms, retractions, longer silence",
        MovementCause.ELSEWHERE: "items on other duties",
    }
    rows = []
    for step in moved.steps:
        item = items.get(step.evidence or "")
        name = causes.get(step.by, step.evidence or "")
        says = f"{item.origin}, {item.published}: {item.says}" if item is not None else ""
        rows.append((f"{step.decibans:+.1f}", name, says))
    return table("", ("decibans", "by", ""), rows)


def _contradictions(one: Judgement, items: dict[str, ExplainedItem]) -> Table:
    def describe(evidence: str) -> str:
        item = items.get(evidence)
        if item is None:
            return evidence
        return f"{item.origin}, {item.published}: {item.quote or item.says}"

    return table(
        "", ("one side", "the other"), ((describe(a), describe(b)) for a, b in one.contradictions)
    )


def _blind_spots(one: Judgement) -> Table:
    return table(
        "",
        ("decibans", "kind", "why"),
        (
            (f"±{spot.decibans:.1f}", spot.kind.value.replace("_", " "), spot.why)
            for spot in one.blind_spots
        ),
    )


def _sensitivity(told: Explanation) -> Table:
    return table(
        "",
        ("assumption", "value", "from - to", "probability met"),
        (
            (
                one.prior,
                f"{one.value:g}",
                f"{one.low:.3g} - {one.high:.3g}",
                f"{min(one.at_low, one.at_high):.3f} - {max(one.at_low, one.at_high):.3f}",
            )
            for one in told.sensitivity
        ),
    )
