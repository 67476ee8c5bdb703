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
from servanda.plurals import count_phrase
from servanda.records.choices import JudgeChoice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from rich.console import RenderableType

    from servanda.records import Assessment, Judgement

__all__ = ["assess", "assessment_table"]


_FEWEST_SOURCES = 2  # of fewer the record's own end says it all [layout]
_MOST_SOURCES = 6  # ends of sources that the table shows [layout]


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

    explained = form is not OutputFormat.TABLE  # the table prints numbers alone
    with assessed_case(
        case, as_of, on, data, simulated=simulated, judges=reader, explained=explained
    ) as (found, _):
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
    lines = [_documents_line(assessment), *_period_lines(assessment)]
    return Group(rows, Text("\n".join(lines)))


def _period_lines(assessment: Assessment) -> Iterator[str]:
    """Which periods of each rate were not kept, are not known, or were not in force."""
    for judgement in assessment.judgements:
        if judgement.periods is not None and judgement.probability_met is not None:
            named = judgement.periods.named
            if named:
                yield f"{judgement.id}: {named}"


def _documents_line(assessment: Assessment) -> str:
    """How many documents were used, until when they reach, and how to see those that were not."""
    use = assessment.documents
    told = use.in_words
    if assessment.record_until is not None:
        told += f"; the record reaches to {assessment.record_until}"
    if use.unused or use.unread:
        told += f"; see: servanda near {assessment.case} --as-of {assessment.as_of}"
    return told + _source_ends(assessment.source_ends)


def _source_ends(ends: Mapping[str, date]) -> str:
    """Until when each source reaches, those that reach furthest first, on a line of its own."""
    if len(ends) < _FEWEST_SOURCES:
        return ""
    latest = sorted(ends.items(), key=lambda pair: (-pair[1].toordinal(), pair[0]))
    shown = [f"{source} to {day}" for source, day in latest[:_MOST_SOURCES]]
    more = len(latest) - len(shown)
    rest = f", and {count_phrase(more, 'source')} less far (--format json)" if more else ""
    return f"\nby source: {', '.join(shown)}{rest}"


def _long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _cells(judgement: Judgement) -> tuple[str, ...]:
    status, origins = _status(judgement), _origins(judgement)
    probability, interval, word = judgement.probability_met, judgement.interval, judgement.word
    if probability is None or interval is None or word is None:
        why = _short_reason(judgement)
        return judgement.id, status, "", why, "", str(judgement.documents), origins, ""
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


def _short_reason(judgement: Judgement) -> str:
    """For want of evidence, whether its time is over and how many items were set aside; else ""."""
    if judgement.status.value != "no_evidence":
        return ""
    parts = judgement.why.split("; ")[1:]
    return "; ".join(part.partition(":")[0] for part in parts)  # why: `servanda explain`


def _status(judgement: Judgement) -> str:
    text = judgement.status.value.replace("_", " ")
    if judgement.target is not None:
        text += f": {judgement.target.count:g} by {judgement.target.due}"
    general = judgement.covered_in_general_by
    return f"{text} (in general: {general})" if general is not None else text


def _count(judgement: Judgement) -> str:
    """The most likely count and its probability; of a rate, what is known of its periods."""
    if judgement.periods is not None:
        return judgement.periods.in_words
    if judgement.count is None:
        return ""
    shares = judgement.count.distribution
    best = max(range(len(shares)), key=shares.__getitem__)
    return f"{best} of {judgement.count.of} ({shares[best]:.2f})"


def _origins(judgement: Judgement) -> str:
    low, high = judgement.origins_low, judgement.origins_high
    return str(low) if low == high else f"{low}-{high}"
