"""Every number of every example case, as it stands: what no change of shape may move.

`python -m tests.examples.golden` writes the file again; a commit that does so says which numbers
moved, by how much and why.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from servanda.dossier import assessment_json
from servanda.pipeline import AssessmentQuestion, assess_case, load_reader, read_texts
from servanda.records import Document
from servanda.records.choices import ReaderChoice
from tests.examples.cases import EXAMPLES, found

GOLDEN = Path(__file__).with_name("golden.json")
CASES = sorted(path.name for path in EXAMPLES.iterdir() if (path / "case.yaml").exists())
# Reasons are prose: they may be put better without a number moving.
PROSE = frozenset({"why"})


def days_of(documents: list[Document]) -> tuple[date, date]:
    """The days on which half of a case's documents, and all of them, were public."""
    ends = sorted(
        document.published.end for document in documents if document.published.end is not None
    )
    return ends[len(ends) // 2], ends[-1]


def assessing() -> Callable[[str], dict[str, Any]]:
    """A function of a case's id: its assessments by day, without the prose."""
    reader, _ = load_reader(ReaderChoice.BEST)

    @cache
    def assessments(case_id: str) -> dict[str, Any]:
        case, documents = found(case_id)
        reads = tuple(read_texts(documents, reader, case))
        return {
            day.isoformat(): _without_prose(
                assessment_json(assess_case(case, reads, AssessmentQuestion(day, day)).assessment)
            )
            for day in days_of(documents)
        }

    return assessments


def _without_prose(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_prose(item) for key, item in value.items() if key not in PROSE}
    if isinstance(value, list):
        return [_without_prose(item) for item in value]
    return value


def main() -> None:
    """Write the golden file again."""
    assessments = assessing()
    whole = {case_id: assessments(case_id) for case_id in CASES}
    GOLDEN.write_text(json.dumps(whole, sort_keys=True, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
