"""servanda assess: the probability that each obligation is met, on a day, as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servanda.cli.assessed_case import assessed_case, show_with_mark
from servanda.cli.options import (
    AsOf,
    CaseName,
    Data,
    FormatOption,
    On,
    OutputFormat,
    Simulated,
    Uncalibrated,
)
from servanda.cli.output import table

if TYPE_CHECKING:
    from datetime import date

    from rich.table import Table

    from servanda.records import Assessment, Judgement

__all__ = ["assess", "assessment_table"]


def assess(
    case: CaseName,
    as_of: AsOf = None,
    on: On = None,
    uncalibrated: Uncalibrated = False,
    simulated: Simulated = False,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Say for every obligation how probable it is that it is met, how sure, and what was not seen.

    Example: servanda assess korea-2018 --as-of 2018-12-31 --format json
    """
    from servanda.dossier import assessment_json

    with assessed_case(case, as_of, on, data, uncalibrated=uncalibrated, simulated=simulated) as (
        found,
        _,
    ):
        whole = assessment_json(found.assessment)
    drawn = assessment_table(found.assessment)
    show_with_mark(whole["obligations"], whole, form, drawn, simulated=found.uses_simulation)


def assessment_table(assessment: Assessment) -> Table:
    """One row an obligation or matter."""
    title = f"{assessment.case}, as of {_long_date(assessment.as_of)}"
    if assessment.on != assessment.as_of:
        title += f", on {_long_date(assessment.on)}"
    columns = (
        "obligation", "status", "met [90 %]", "in words", "of N",
        "documents", "origins", "largest blind spot",
    )  # fmt: skip
    return table(title, columns, (_cells(one) for one in assessment.judgements))


def _long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _cells(one: Judgement) -> tuple[str, ...]:
    blind = one.blind_spots[0].kind.value.replace("_", " ") if one.blind_spots else "none"
    if one.probability_met is None or one.interval is None or one.word is None:
        return one.id, _status(one), "", "", "", str(one.documents), _origins(one), ""
    number = f"{one.probability_met:.2f} [{one.interval.low:.2f}-{one.interval.high:.2f}]"
    return (
        one.id, _status(one), number, one.word.value, _count(one),
        str(one.documents), _origins(one), blind,
    )  # fmt: skip


def _status(one: Judgement) -> str:
    text = one.status.value.replace("_", " ")
    general = one.covered_in_general_by
    return f"{text} (in general: {general})" if general is not None else text


def _count(one: Judgement) -> str:
    """The most likely number done and its probability."""
    if one.count is None:
        return ""
    best = max(range(len(one.count.distribution)), key=one.count.distribution.__getitem__)
    return f"{best} of {one.count.of} ({one.count.distribution[best]:.2f})"


def _origins(one: Judgement) -> str:
    low, high = one.origins_low, one.origins_high
    return str(low) if low == high else f"{low}-{high}"
