"""The sentences of `corpus/faults`: what a reader once got wrong, by cause, as pairs to judge."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.reader.pairs import kind_pairs
from scripts.reading_kinds import KindDuty, KindSentence
from servanda.claims.statements.judge import JudgedPair

__all__ = ["FOLDER", "Fault", "fault_pairs", "faults"]

FOLDER = Path(__file__).parents[1] / "corpus" / "faults"
OWN = "found.jsonl"  # the sentences that were read wrongly; the other files have their kind


@dataclass(frozen=True, slots=True)
class Fault:
    """One sentence with its duty and the label that a person gives it."""

    cause: str
    own: bool  # it was read wrongly itself
    sentence: str
    duty: str
    kind: str  # of the duty, as in `scripts.reading_corpus.KINDS`
    bearers: tuple[str, ...]  # names of one bearer, or of several
    others: tuple[str, ...]
    label: str


def faults(folder: Path = FOLDER) -> Iterator[Fault]:
    """Every sentence, file by file."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            yield Fault(
                cause=told["cause"],
                own=path.name == OWN,
                sentence=told["sentence"],
                duty=told["duty"],
                kind=told["kind"],
                bearers=tuple(told["bearers"]),
                others=tuple(told["others"]),
                label=told["label"],
            )


def fault_pairs(rows: Sequence[Fault]) -> list[JudgedPair]:
    """The pairs to judge, in the order given."""
    found: list[JudgedPair] = []
    for row in rows:
        sentence = KindSentence(row.label, "", row.sentence)
        pairs, _ = kind_pairs(KindDuty(row.kind, row.bearers, row.others, row.duty, (sentence,)))
        found += pairs
    return found
