"""servanda explain: why a number is what it is, and what could move it next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from servanda.cli.account_table import account_table
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
    with assessed_case(case, as_of, on, data, simulated=simulated, explained={obligation}) as (
        found,
        progress,
    ):
        explanation = explain_row(found, obligation, earlier, progress)
    whole = explanation_json(explanation)
    drawn = Group(*_sections(explanation))
    show_with_mark(list(_lines(whole)), whole, form, drawn, simulated=found.uses_simulation)


def _lines(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The lines of the jsonl format: one a section, each with the days and the obligation."""
    head = {key: whole[key] for key in ("schema", "case", "as_of", "on")}
    head["id"] = whole["obligation"]["id"]
    for section in (
        "obligation", "items", "contradictions", "moved", "sensitivity", "next",
        "set_aside", "silence",
    ):  # fmt: skip
        yield {**head, "section": section, section: whole[section]}


def _sections(explanation: Explanation) -> Iterator[RenderableType]:
    yield from _heading(explanation)
    movement, gain = explanation.moved, explanation.information_gain
    quotes = {item.evidence: item for item in explanation.items}
    account = explanation.judgement.account
    if account is not None:
        from servanda.dossier import account_in_words

        yield Text(f"\n{account_in_words(account)}")
        yield _with_title("what moved it", account_table(account, quotes))
    if movement is not None:
        yield _with_title(_movement_title(movement), _movement_table(movement, quotes))
    if explanation.judgement.dates:
        yield _with_title("its dates", _dates(explanation.judgement))
    if explanation.judgement.contradictions:
        yield _with_title("what contradicts it", _contradictions(explanation.judgement, quotes))
    if explanation.silence:
        yield Text("\nwhat silence is worth", style="bold")
        yield from (Text(line) for line in explanation.silence)
    if explanation.set_aside:
        yield _with_title("set aside", _set_aside(explanation))
    if explanation.judgement.blind_spots:
        yield _with_title("what could not be seen", _blind_spots(explanation.judgement))
    if explanation.sensitivity:
        yield _with_title(
            "assumptions, each halved and doubled by itself", _sensitivity(explanation)
        )
    if gain is not None:
        yield Text(f"\nwhat would move it next: {gain.why}", style="bold")
        if gain.looks:
            yield looks_table("", gain.looks)


def _heading(explanation: Explanation) -> Iterator[Text]:
    from servanda.dossier import degrees_in_words

    judgement = explanation.judgement
    yield Text(f"{judgement.id}, as of {explanation.as_of}, on {explanation.on}", style="bold")
    yield Text(explanation.clause)
    number = "no number"
    probability, interval, word = judgement.probability_met, judgement.interval, judgement.word
    if probability is not None and interval is not None and word is not None:
        number = f"{probability:.2f} [{interval.low:.2f}-{interval.high:.2f}], {word.value}"
    yield Text(f"{judgement.status.value.replace('_', ' ')}: {number} ({judgement.why})")
    for name, words in degrees_in_words(judgement):
        yield Text(f"{name}: {words}")
    if judgement.periods is not None:
        named = judgement.periods.named
        which = f" ({named})" if named else ""
        yield Text(f"periods that are over: {judgement.periods.in_words}{which}")


def _with_title(title: str, rows: Table) -> Group:
    return Group(Text(f"\n{title}", style="bold"), rows)


def _dates(judgement: Judgement) -> Table:
    """One row a date of its schedule, with the chance that so many were done by it."""
    rows = []
    for outcome in judgement.dates:
        chance = outcome.probability_met
        number = "" if chance is None else f"{chance:.2f}"
        status = outcome.status.value.replace("_", " ")
        rows.append((outcome.due.isoformat(), f"{outcome.count:g}", status, number))
    return table("", ("due", "in all", "status", "done by then"), rows)


def _movement_title(movement: Movement) -> str:
    total = sum(step.decibans for step in movement.steps)
    change = f"from {movement.before:.2f} to {movement.after:.2f}, {total:+.1f} decibans"
    return f"since {movement.since}: {change}"


def _movement_table(movement: Movement, items: dict[str, ExplainedItem]) -> Table:
    from servanda.records import MovementCause

    causes = {
        MovementCause.TIME: "time that passed",
        MovementCause.REVISION: "new terms, retractions, longer silence",
        MovementCause.ELSEWHERE: "items on other duties",
    }
    rows = []
    for step in movement.steps:
        item = items.get(step.evidence or "")
        name = causes.get(step.by, step.evidence or "")
        says = f"{item.origin}, {item.published}: {item.says}" if item is not None else ""
        rows.append((f"{step.decibans:+.1f}", name, says))
    return table("", ("decibans", "by", ""), rows)


def _contradictions(judgement: Judgement, items: dict[str, ExplainedItem]) -> Table:
    def describe(evidence: str) -> str:
        item = items.get(evidence)
        if item is None:
            return evidence
        return f"{item.origin}, {item.published}: {item.quote or item.says}"

    return table(
        "",
        ("one side", "the other"),
        ((describe(first), describe(second)) for first, second in judgement.contradictions),
    )


def _set_aside(explanation: Explanation) -> Table:
    return table(
        "",
        ("why", "by", "public", "says", "item"),
        (
            (
                item.bearing.value.replace("_", " "),
                item.origin,
                str(item.published),
                item.says,
                f"{item.evidence}: {item.why.rpartition('; ')[2]}",
            )
            for item in explanation.set_aside
        ),
    )


def _blind_spots(judgement: Judgement) -> Table:
    return table(
        "",
        ("decibans", "kind", "why"),
        (
            (f"±{spot.decibans:.1f}", spot.kind.value.replace("_", " "), spot.why)
            for spot in judgement.blind_spots
        ),
    )


def _sensitivity(explanation: Explanation) -> Table:
    return table(
        "",
        ("assumption", "value", "from - to", "probability met"),
        (
            (
                shift.prior,
                f"{shift.value:g}",
                f"{shift.low:.3g} - {shift.high:.3g}",
                f"{min(shift.at_low, shift.at_high):.3f} - {max(shift.at_low, shift.at_high):.3f}",
            )
            for shift in explanation.sensitivity
        ),
    )
