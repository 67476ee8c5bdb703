"""Labelled sentences of real texts as the reader sees them, to calibrate and to measure on.

They stay in the shared data folder (`SERVANDA_SHARED`): nothing of them is kept but a few numbers.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from servanda.claims import names_of
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
    label: int  # in the order of `Label`
    in_force: bool  # False: older than the agreement
    given: Mapping[str, Any]  # the row as it is labelled


def real_rows(shared: Path, folder: str) -> list[RealRow]:
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
        found += _rows_of(document, rows or [], case)
    return found


def _case(folder: Path) -> tuple[Case, list[Document]]:
    loaded = read_case(folder, datetime.now(UTC))
    return loaded.case, [kept.document for kept in loaded.documents]


def _rows_of(document: Document, rows: Sequence[Mapping[str, Any]], case: Case) -> list[RealRow]:
    if not rows:
        return []
    names = names_of(case)
    duties = duty_wordings(case.obligations, names)
    columns = {duty.id: column for column, duty in enumerate(duties)}
    starts = {duty.id: duty.start for duty in case.obligations}
    worded = WordedDocument(document.text, passages(document.text, document.blocks), names)
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
                label=list(Label).index(Label(row["label"])),
                in_force=row.get("in_force") is not False
                and (published is None or published >= starts[row["duty"]]),
                given=row,
            )
        )
    return found


def _passage_of(sentence: str, found: Sequence[Passage]) -> int:
    """The passage that shares most words in order with a sentence, the first of equal ones."""
    wanted = _words(sentence)
    texts = [_words(passage.text) for passage in found]
    # No more words can be shared in order than in any: the rest need not be aligned.
    most = [(Counter(wanted) & Counter(words)).total() for words in texts]
    best, at = -1, 0
    for number in sorted(range(len(found)), key=lambda number: -most[number]):
        if most[number] < best:
            break
        shared = _shared_in_order(wanted, texts[number])
        if (shared, -number) > (best, -at):
            best, at = shared, number
    return at


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _shared_in_order(one: Sequence[str], other: Sequence[str]) -> int:
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 3)
