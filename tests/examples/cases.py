"""The example cases, and how they are read and judged."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from servanda.pipeline import AssessmentQuestion, assess_case, load_reader, read_texts
from servanda.records import Case, Document, Judgement
from servanda.records.choices import ReaderChoice
from servanda.sources import read_case

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Rows = Callable[..., dict[str, Judgement]]


def found(case_id: str) -> tuple[Case, list[Document]]:
    """A case and its notes, straight from the folder."""
    folder = read_case(EXAMPLES / case_id, NOW)
    return folder.case, [kept.document for kept in folder.documents]


def judging() -> Rows:
    """(case, as of, on) -> judgements by id; the model is loaded once, each case is read once."""
    reader, _ = load_reader(ReaderChoice.BEST)

    @cache
    def read(case_id: str) -> tuple[Case, tuple[Any, ...]]:
        case, documents = found(case_id)
        return case, tuple(read_texts(documents, reader, case))

    @cache
    def judged(case_id: str, as_of: str, on: str | None = None) -> dict[str, Judgement]:
        case, reads = read(case_id)
        asked = AssessmentQuestion(date.fromisoformat(as_of), date.fromisoformat(on or as_of))
        return {row.id: row for row in assess_case(case, reads, asked).assessment.judgements}

    return judged


def written(day: str) -> str:
    """A day as the notes write it: 26 June 2017, November 1988, 2003."""
    year, *rest = day.split("-")
    month = [calendar.month_name[int(one)] for one in rest[:1]]
    return " ".join([*(str(int(one)) for one in rest[1:]), *month, year])
