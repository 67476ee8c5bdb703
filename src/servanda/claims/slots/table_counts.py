"""The number of a table row that counts one duty's things, by the heads of the columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.claims.lexicon.word_lists import DATE_WORDS, one_of
from servanda.claims.slots.counted_duty import CountedDuty, CountSetting, actor_stems, stems
from servanda.claims.slots.numbers import StatedNumber
from servanda.records import Counted, Label, StatedCount

__all__ = ["table_count"]

_LEFT = re.compile(
    r"\b(?:left|remain\w*|outstanding|missing|balance|short\w*|still|not|yet|held)\b", re.I
)
_TOTAL = re.compile(r"\b(?:total|cumul\w*|to date|so far|in all|running|altogether)\b", re.I)
_ASKED = re.compile(
    r"\b(?:due|required|asked|list\w*|declared|limit|ceiling|cap|plan\w*|quota|minimum|maximum"
    r"|target|to be|obligation|under the|allowed|owed|agreed|annex|promised|of)\b",
    re.I,
)
_RATE = re.compile(r"\b(?:average|mean|rate|per (?:day|week|month)|a (?:day|week|month))\b", re.I)
_PARTICIPLE = re.compile(r"^\w+ed\b", re.I)
_TIMES = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|dates?|time)\b", re.I)
_WHEN = re.compile(rf"\b(?:{one_of(*DATE_WORDS)}|(?:19|20)\d\d|q[1-4])\b", re.I)


@dataclass(frozen=True, slots=True)
class _Column:
    number: StatedNumber
    head: str


def table_count(
    row: str,
    numbers: tuple[StatedNumber, ...],
    duty: CountedDuty,
    label: Label,
    setting: CountSetting,
) -> StatedCount | None:
    """The number of a row that counts the duty's things; None if no column is about the duty."""
    heads = [head.strip() for head in setting.header.split("|")]
    columns = [
        _Column(number, heads[cell] if cell < len(heads) else "")
        for number in numbers
        if (cell := number.cell)
    ]
    columns = columns or [_Column(number, heads[0]) for number in numbers]
    columns = _of_the_duty(_first_of_each(columns), duty, setting)
    if not columns:
        return None
    asked = next((c for c in columns if _is_the_whole(c, columns, duty)), None)
    whole = None if asked is None else asked.number.value
    if label in {Label.TERMS, Label.DEMANDED} and asked is not None:
        return _as_count(asked.number, None, Counted.ASKED)
    rest = [c for c in columns if c is not asked]
    rest = [c for c in rest if not _ASKED.search(c.head)] or rest or columns
    chosen = _best_column(rest, label, duty)
    if len(columns) == 1:
        whole = next((n.value for n in numbers if n.cell == 0 and n.value == duty.asked), None)
    counted = _what_it_counts(chosen, row)
    return _as_count(chosen.number, None if counted is Counted.SHARE else whole, counted)


def _as_count(number: StatedNumber, whole: float | None, counted: Counted) -> StatedCount:
    return StatedCount(number.value, whole, number.comparison, counted)


def _first_of_each(columns: list[_Column]) -> list[_Column]:
    """The first number of every cell."""
    seen = {column.number.cell: column for column in reversed(columns)}
    return [seen[cell] for cell in sorted(seen, key=lambda cell: cell or 0)]


def _of_the_duty(columns: list[_Column], duty: CountedDuty, setting: CountSetting) -> list[_Column]:
    """The columns whose heads go best with the clause, with the bearer, and are no times."""
    percents = [c for c in columns if c.number.form == "percent"]
    if percents and (duty.is_share or len(percents) == len(columns)):
        return percents
    columns = [c for c in columns if c not in percents]
    columns = [c for c in columns if not _TIMES.search(c.head)] or columns
    own, others = actor_stems(setting)
    mine = [c for c in columns if stems(c.head, kept=own) & own]
    if mine:
        return mine
    columns = [c for c in columns if not stems(c.head, kept=others) & others] or columns
    shared = [len(stems(c.head) & duty.stems) for c in columns]
    if len(columns) == 1 or max(shared, default=0) == 0:
        return columns
    fitting = [c for c, n in zip(columns, shared, strict=True) if n or _is_plain(c)]
    return fitting if any(not _ASKED.search(c.head) for c in fitting) else columns


def _is_plain(column: _Column) -> bool:
    """True if a head says how far or when, and not what."""
    says = (_LEFT, _TOTAL, _ASKED, _WHEN, _PARTICIPLE)
    return any(pattern.search(column.head) for pattern in says)


def _is_the_whole(column: _Column, columns: list[_Column], duty: CountedDuty) -> bool:
    if len(columns) == 1 or column is not columns[0]:
        return False
    as_large = column.number.value >= max(c.number.value for c in columns)
    equal = duty.asked is not None and column.number.value == duty.asked
    return (
        equal
        or (_ASKED.search(column.head) is not None and not _TOTAL.search(column.head))
        or (as_large and duty.asked is None and not _WHEN.search(column.head))
    )


def _best_column(columns: list[_Column], label: Label, duty: CountedDuty) -> _Column:
    totals = [c for c in columns if _TOTAL.search(c.head)]
    if totals:
        return totals[-1]
    done = [c for c in columns if not _LEFT.search(c.head)] or columns
    if any(_WHEN.search(c.head) for c in done):
        above = [c for c in done if duty.asked is not None and c.number.value > duty.asked]
        return above[-1] if label is Label.VIOLATED and above else done[-1]
    by_words = [c for c in done if stems(c.head) & duty.stems]
    return (by_words or done)[0]


def _what_it_counts(column: _Column, row: str) -> Counted:
    if column.number.form == "percent":
        return Counted.SHARE
    if _RATE.search(column.head) or _RATE.search(row):
        return Counted.RATE
    return Counted.LEFT if _LEFT.search(column.head) else Counted.DONE
