"""Choose the labelled sentences that `servanda case check` shows, from `corpus/kinds`.

`python -m scripts.example_sentences` writes them as data of the package. Of every file some duties
are taken, evenly spread, and of each a sentence that speaks for it, one of a part, and one against
it: a test holds each of them to the corpus.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.reading_corpus import DIRECTIONS
from scripts.reading_kinds import FOLDER, KindDuty, KindSentence, read_kinds
from servanda.sources.models.example_sentences import FILE

__all__ = ["example_duties"]

DUTIES = 5  # of each file [judgement; here]
SHORTEST, LONGEST = 60, 230  # characters of a sentence that is shown whole [layout]
SHOWN = ("for", "part", "against")


def example_duties(folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    """The chosen duties of every file, by file name, each with its chosen sentences."""
    for path in sorted(folder.rglob("*.txt")):
        fitting = [duty for duty in read_kinds(path) if len(list(_sentences(duty))) > 1]
        step = max(1, len(fitting) // DUTIES)
        for duty in fitting[::step][:DUTIES]:
            yield {
                "kind": duty.kind,
                "bearers": list(duty.bearers),
                "others": list(duty.others),
                "clause": duty.clause,
                "sentences": [[found.label, found.text] for found in _sentences(duty)],
            }


def _sentences(duty: KindDuty) -> Iterator[KindSentence]:
    """The first fitting sentence of each direction that can be evidence."""
    for direction in SHOWN:
        fitting = [
            found
            for found in duty.sentences
            if DIRECTIONS[found.label] == direction
            and not found.before
            and SHORTEST <= len(found.text) <= LONGEST
        ]
        yield from fitting[:1]


def main() -> None:
    """Write the file again."""
    text = json.dumps(list(example_duties()), ensure_ascii=False, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
