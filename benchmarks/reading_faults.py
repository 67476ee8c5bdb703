"""How many sentences that a reader once got wrong, and ten of their kind each, come out right.

    python -m benchmarks.reading_faults

`corpus/faults` has 69 sentences that an earlier reader failed on, each with the cause, and for each
cause ten more with their twins. The judge reads each beside its duty, alone. Right is the
direction: for, part, against, silent, or unrelated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.bars import Figure, print_figures
from scripts.reading_faults import Fault, fault_pairs, faults
from servanda.claims import StatementJudge
from servanda.records import Label
from servanda.sources import read_encoder_files, read_reader_files

__all__ = ["figures", "right_of_all"]


def right_of_all() -> Mapping[str, Sequence[tuple[Fault, bool]]]:
    """Every sentence by its cause, with whether the judge gives its direction."""
    files = read_reader_files()
    judge = StatementJudge(files.judge, read_encoder_files().tokenizer)
    rows = list(faults())
    answers = judge.judge(fault_pairs(rows))
    found: dict[str, list[tuple[Fault, bool]]] = defaultdict(list)
    for row, answer in zip(rows, answers.tolist(), strict=True):
        said = list(Label)[max(range(len(answer)), key=answer.__getitem__)]
        found[row.cause].append((row, said.direction is Label(row.label).direction))
    return found


def figures() -> Iterator[Figure]:
    """The share right of the 69, of the rest, and of each cause."""
    found = right_of_all()
    for name, own in (("the 69 themselves", True), ("ten of each kind", False)):
        rows = [right for kind in found.values() for row, right in kind if row.own is own]
        yield Figure(name, "all", f"{sum(rows)} of {len(rows)}", all(rows))
    for cause, kind in found.items():
        rows = [right for _, right in kind]
        yield Figure(cause, "all", f"{sum(rows)} of {len(rows)}", all(rows))


if __name__ == "__main__":
    print_figures("sentences that were read wrongly", figures())
