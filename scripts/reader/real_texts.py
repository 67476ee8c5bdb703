"""Labelled sentences of real texts as the reader sees them, to calibrate and to measure on.

They stay in the shared data folder (`SERVANDA_SHARED`): nothing of them is kept but a few numbers.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servanda.claims import names_of
from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.statements.closeness import closeness
from servanda.claims.statements.fitted import Register
from servanda.claims.statements.judge import JudgedPair
from servanda.claims.statements.passages import Passage, passages
from servanda.claims.statements.wording import WordedDocument, duty_wordings
from servanda.records import Case, Document, Label
from servanda.sources import read_case

__all__ = ["REGISTERS", "RealRow", "real_rows"]

REGISTERS = {Register.REPORT: "accords", Register.NEWS: "news"}


@dataclass(frozen=True, slots=True)
class RealRow:
    """One labelled sentence of a real text against one duty."""

    document: str
    pair: JudgedPair
    features: NDArray[np.float64]
    label: int  # in the order of `Label`
    in_force: bool  # False: older than the agreement
    given: Mapping[str, Any]  # the row as it is labelled


def real_rows(shared: Path, folder: str, encoder: SentenceEncoder) -> list[RealRow]:
    """The labelled rows of one folder of the shared data, in its order of documents."""
    data = shared / "data" / folder
    lines = (data / "dev.jsonl").read_text("utf-8").splitlines()
    by_document: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for line in lines:
        row = json.loads(line)
        by_document[Path(row["document"]).stem].append(row)
    case, documents = _case(data / "case")
    found: list[RealRow] = []
    for document in documents:
        rows = by_document.get(Path(document.id).name) or by_document.get(Path(document.name).stem)
        found += _rows_of(document, rows or [], case, encoder)
    return found


def _case(folder: Path) -> tuple[Case, list[Document]]:
    loaded = read_case(folder, datetime.now(UTC))
    return loaded.case, [kept.document for kept in loaded.documents]


def _rows_of(
    document: Document,
    rows: Sequence[Mapping[str, Any]],
    case: Case,
    encoder: SentenceEncoder,
) -> list[RealRow]:
    if not rows:
        return []
    names = names_of(case)
    duties = duty_wordings(case.obligations, names)
    columns = {duty.id: column for column, duty in enumerate(duties)}
    starts = {duty.id: duty.start for duty in case.obligations}
    worded = WordedDocument(document.text, passages(document.text), names)
    features = closeness(worded, duties, encoder)
    published = document.publication.end
    found = []
    for row in rows:
        number = _passage_of(row["sentence"], worded.passages)
        column = columns[row["duty"]]
        wording = worded.wording(number, duties[column])
        found.append(
            RealRow(
                document=document.id,
                pair=JudgedPair(duties[column].neutral, wording.context, wording.sentence),
                features=features[number, column],
                label=list(Label).index(Label(row["label"])),
                in_force=row.get("in_force") is not False
                and (published is None or published >= starts[row["duty"]]),
                given=row,
            )
        )
    return found


def _passage_of(sentence: str, found: Sequence[Passage]) -> int:
    """The passage that shares most words in order with a sentence, the first of equal ones."""
    wanted = re.findall(r"\w+", sentence.lower())

    def shared(passage: Passage) -> int:
        words = re.findall(r"\w+", passage.text.lower())
        blocks = difflib.SequenceMatcher(None, wanted, words, autojunk=False).get_matching_blocks()
        return sum(block.size for block in blocks if block.size >= 3)

    return max(range(len(found)), key=lambda number: (shared(found[number]), -number))
