"""The labelled sentences of `corpus/kinds`: many duties, each with sentences of every kind.

A file is blocks: a line `@ kind | bearers | other parties | clause`, then a line for each sentence,
`label<TAB>sentence` or `label<TAB>sentence before ||| sentence`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.reading_corpus import KINDS, LABELS, CorpusError

__all__ = ["FOLDER", "KindDuty", "KindSentence", "kind_duties", "read_kinds"]

FOLDER = Path(__file__).parents[1] / "corpus" / "kinds"
_BEFORE = "|||"


@dataclass(frozen=True, slots=True)
class KindSentence:
    """One sentence with its label."""

    label: str
    before: str  # the sentence before it; "" for none
    text: str


@dataclass(frozen=True, slots=True)
class KindDuty:
    """One duty with its sentences."""

    kind: str
    bearers: tuple[str, ...]  # names
    others: tuple[str, ...]
    clause: str
    sentences: tuple[KindSentence, ...]


def kind_duties(folder: Path = FOLDER) -> Iterator[KindDuty]:
    """Every duty of every file, by file name. Raises CorpusError."""
    for path in sorted(folder.rglob("*.txt")):
        yield from read_kinds(path)


def read_kinds(path: Path) -> tuple[KindDuty, ...]:
    """The duties of one file. Raises CorpusError with a line for each mistake."""
    duties: list[KindDuty] = []
    rows: list[KindSentence] = []
    problems: list[str] = []
    head: tuple[str, tuple[str, ...], tuple[str, ...], str] | None = None
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate([*lines, "@"], 1):
        if line.startswith("@"):
            if head is not None:
                duties.append(KindDuty(*head, tuple(rows)))
            head, rows = _head(line), []
            if head is None and number <= len(lines):
                problems.append(f"{path.name}:{number}: write @ kind | bearers | others | clause")
        elif line.strip():
            row = _row(line)
            if row is None or head is None:
                problems.append(f"{path.name}:{number}: write label<TAB>sentence, under a duty")
            else:
                rows.append(row)
    if problems:
        raise CorpusError("\n".join(problems))
    return tuple(duties)


def _head(line: str) -> tuple[str, tuple[str, ...], tuple[str, ...], str] | None:
    parts = [part.strip() for part in line.removeprefix("@").split("|", 3)]
    if len(parts) != 4 or parts[0] not in KINDS or not parts[3]:
        return None
    bearers, others = (
        tuple(name.strip() for name in part.split(",") if name.strip()) for part in parts[1:3]
    )
    return parts[0], bearers, others, parts[3]


def _row(line: str) -> KindSentence | None:
    label, tab, rest = line.partition("\t")
    if not tab or label not in LABELS or not rest.strip():
        return None
    before, mark, text = rest.partition(_BEFORE)
    if not mark:
        before, text = "", rest
    return KindSentence(label, before.strip(), text.strip()) if text.strip() else None
