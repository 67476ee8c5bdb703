"""How often the number of a duty's own things is read right.

    python -m benchmarks.statement_counts [FOLDER ...]

Every row of the corpus that bears on a duty is read with its label given: of those with a count how
often the value is right, and with it what it counts; of those without one how often a count is
given all the same. The weights were fitted on the agreements a to c; d to f are unseen. Folders of
other agreements may be named instead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from scripts.reader.counted_pairs import CountedPair, counted_pairs
from scripts.reading_corpus import Agreement, agreements, read_agreement
from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.slots.counts import stated_count
from servanda.records import StatedCount
from servanda.sources.models.encoder_files import read_encoder_files

FITTED_ON = "abc"
BAR = 0.80


@dataclass(slots=True)
class Tally:
    """Rows counted."""

    counted: int = 0  # rows with a count
    value: int = 0  # ... that is read exactly
    one_of_several: int = 0  # ... or another count of the same line, duty and label is
    kind: int = 0  # ... whose value and what it counts are right (any kind where none is given)
    wholes: int = 0  # rows whose value is right and that give a whole
    whole: int = 0  # ... that is read
    silent: int = 0  # rows with a count, read as none
    uncounted: int = 0  # rows without a count
    invented: int = 0  # ... read as one

    def add(self, other: Tally) -> None:
        """Add the rows of another."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def tally_of(pair: CountedPair, found: StatedCount | None) -> Tally:
    """The rows of one line, duty and label, beside what was read."""
    tally = Tally()
    several = found is not None and any(pair.same(found.value, count) for count in pair.counts)
    for row in pair.rows:
        if "count" not in row.slots:
            tally.uncounted += 1
            tally.invented += found is not None
            continue
        tally.counted += 1
        tally.one_of_several += several
        if found is None:
            tally.silent += 1
        elif pair.same(found.value, float(row.slots["count"])):
            tally.value += 1
            tally.kind += row.slots.get("counts", found.counts) == found.counts
            tally.wholes += "of" in row.slots
            tally.whole += "of" in row.slots and found.of == float(row.slots["of"])
    return tally


def measure(chosen: Iterable[Agreement], encoder: SentenceEncoder | None) -> Tally:
    """The rows of some agreements."""
    tally = Tally()
    for agreement in chosen:
        for pair in counted_pairs(agreement, encoder):
            tally.add(
                tally_of(pair, stated_count(pair.sentence, pair.duty, pair.label, pair.setting))
            )
    return tally


def print_tally(title: str, tally: Tally) -> None:
    """One row of the table."""
    share = tally.value / tally.counted
    print(  # noqa: T201 - a benchmark prints
        f"| {title} | {tally.counted} | {share:.3f} | {tally.one_of_several / tally.counted:.3f} "
        f"| {tally.kind / tally.counted:.3f} | {tally.whole} of {tally.wholes} "
        f"| {tally.silent} | {tally.invented} of {tally.uncounted} |",
        flush=True,
    )


def main() -> int:
    """Print the table; 1 if the unseen agreements do not reach the bar."""
    files = read_encoder_files()
    encoder = SentenceEncoder(files.model, files.tokenizer)
    folders = [Path(name) for name in sys.argv[1:]]
    chosen = [read_agreement(folder) for folder in folders] or list(agreements())
    print(  # noqa: T201 - a benchmark prints
        "| agreement | rows with a count | exact | or another of the line | exact, and what it "
        "counts | whole | silent | invented |\n|---|---|---|---|---|---|---|---|"
    )
    for agreement in chosen:
        print_tally(agreement.id, measure([agreement], encoder))
    if folders:
        return 0
    seen = [agreement for agreement in chosen if agreement.id[0] in FITTED_ON]
    unseen = [agreement for agreement in chosen if agreement not in seen]
    print_tally("fitted on", measure(seen, encoder))
    tally = measure(unseen, encoder)
    print_tally("unseen", tally)
    print_tally("unseen, without vectors", measure(unseen, None))
    return 0 if tally.value >= BAR * tally.counted else 1


if __name__ == "__main__":
    sys.exit(main())
