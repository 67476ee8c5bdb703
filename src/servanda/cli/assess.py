"""servanda assess: the probability that each obligation is met, on a day, as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from servanda.cli.assessed_case import assessed_case, show_with_mark
from servanda.cli.options import (
    AsOf,
    CaseName,
    Data,
    FormatOption,
    JudgeOption,
    On,
    OutputFormat,
    Simulated,
)
from servanda.cli.output import note, table
from servanda.records.choices import JudgeChoice

if TYPE_CHECKING:
    from datetime import date

    from rich.console import RenderableType

    from servanda.records import Assessment, Judgement

__all__ = ["assess", "assessment_table"]


def assess(
    case: CaseName,
    as_of: AsOf = None,
    on: On = None,
    simulated: Simulated = False,
    reader: JudgeOption = JudgeChoice.BEST,
    form: FormatOption = OutputFormat.TABLE,
    data: Data = None,
) -> None:
    """Say for every obligation how probable it is that it is met, how sure, and what was not seen.

    Example: servanda assess korea-2018 --as-of 2018-12-31 --format json
    """
    from servanda.dossier import assessment_json
    from servanda.records import undated_in_words

    with assessed_case(case, as_of, on, data, simulated=simulated, judges=reader) as (found, _):
        whole = assessment_json(found.assessment)
        undated = undated_in_words(read.document for read in found.reads)
    drawn = assessment_table(found.assessment)
    show_with_mark(whole["obligations"], whole, form, drawn, simulated=found.uses_simulation)
    if undated is not None:
        note(undated)


def assessment_table(assessment: Assessment) -> RenderableType:
    """The table of an assessment, one row an obligation or matter, and a line on its documents."""
    title = f"{assessment.case}, as of {_long_date(assessment.as_of)}"
    if assessment.on != assessment.as_of:
        title += f", on {_long_date(assessment.on)}"
    columns = (
        "obligation", "status", "met [90 %]", "in words", "of N",
        "documents", "origins", "largest blind spot",
    )  # fmt: skip
    rows = table(title, columns, map(_cells, assessment.judgements))
    return Group(rows, Text(_documents_line(assessment)))


def _documents_line(assessment: Assessment) -> str:
    """How many documents were used, until when they reach, and how to see those that were not."""
    use = assessment.documents
    told = use.in_words
    if assessment.record_until is not None:
        told += f"; the record reaches to {assessment.record_until}"
    if not (use.unused or use.unread):
        return told
    return f"{told}; see: servanda near {assessment.case} --as-of {assessment.as_of}"


def _long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _cells(judgement: Judgement) -> tuple[str, ...]:
    status, origins = _status(judgement), _origins(judgement)
    probability, interval, word = judgement.probability_met, judgement.interval, judgement.word
    if probability is None or interval is None or word is None:
        return judgement.id, status, "", "", "", str(judgement.documents), origins, ""
    spots = judgement.blind_spots
    blind = spots[0].kind.value.replace("_", " ") if spots else "none"
    return (
        judgement.id,
        status,
        f"{probability:.2f} [{interval.low:.2f}-{interval.high:.2f}]",
        word.value,
        _count(judgement),
        str(judgement.documents),
        origins,
        blind,
    )


def _status(judgement: Judgement) -> str:
    text = judgement.status.value.replace("_", " ")
    general = judgement.covered_in_general_by
    return f"{text} (in general: {general})" if general is not None else text


def _count(judgement: Judgement) -> str:
    """The most likely count and its probability."""
    if judgement.count is None:
        return ""
    shares = judgement.count.distribution
    best = max(range(len(shares)), key=shares.__getitem__)
    return f"{best} of {judgement.count.of} ({shares[best]:.2f})"


def _origins(judgement: Judgement) -> str:
    low, high = judgement.origins_low, judgement.origins_high
    return str(low) if low == high else f"{low}-{high}"
