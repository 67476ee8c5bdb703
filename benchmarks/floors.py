"""Floors under the measured quality of reading: `python -m benchmarks.floors` raises them.

A floor that the reader no longer reaches is an error, and stays where it is unless it is lowered by
name (`--lower NAME`), which shows in the change for a reviewer to see.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.claims import NO_NAMES, polnear, score, shared_folder, with_model
from servanda.claims import DependencyReader, PatternReader

FILE = Path(__file__).resolve().parents[1] / "tests" / "claims" / "floors.json"
ARTICLES = 20  # the first of PolNeAR dev: enough to notice, few enough to read at each run


def pinned() -> dict[str, Any]:
    """The digest of the articles and the floor of each measure."""
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return kept


def digest(articles: Iterable[Mapping[str, Any]]) -> str:
    """The SHA-256 of the articles' texts: floors hold for just these."""
    return hashlib.sha256("".join(one["text"] for one in articles).encode()).hexdigest()


def measured(shared: Path, reader: DependencyReader) -> dict[str, float]:
    """Each measure on the articles that the floors are about; 0 to 1."""
    few = polnear(shared, first=ARTICLES)
    match = score(shared, few, lambda docs: list(reader.read_many(docs, NO_NAMES)))["match"]
    return {
        "attribution_f1": match["attribution"]["f1"],
        "attribution_precision": match["attribution"]["p"],
        "exact_content_source_f1": match["exact_content_source"]["f1"],
    }


def measured_plain(shared: Path) -> dict[str, float]:
    """The parser-free reader's measure, on the whole split."""
    plain = PatternReader()
    all_of_it = polnear(shared)
    match = score(shared, all_of_it, lambda docs: list(plain.read_many(docs, NO_NAMES)))["match"]
    return {"parser_free_attribution_f1": match["attribution"]["f1"]}


def new_floors(
    old: Mapping[str, float], now: Mapping[str, float], lower: Iterable[str] = ()
) -> dict[str, float]:
    """Each floor at what is measured, rounded down to a hundredth, and never lower than it was.

    lower: the measures whose floor may fall. Raises ValueError naming any other that would.
    """
    reached = {name: math.floor(value * 100) / 100 for name, value in now.items()}
    fallen = [name for name, floor in old.items() if reached.get(name, 0.0) < floor]
    if refused := sorted(set(fallen) - set(lower)):
        raise ValueError(
            f"{', '.join(refused)}: below the floor; mend the reader, or lower a floor by name: "
            "python -m benchmarks.floors --lower NAME"
        )
    return reached


def main(words: list[str]) -> int:
    """Measure, and write the floors; 1 where one would fall unasked."""
    reader = with_model()
    if reader is None:
        sys.stderr.write("no language model; run `make bench-claims` once to set it up\n")
        return 1
    shared = shared_folder()
    now = measured(shared, reader) | measured_plain(shared)
    lower = [word for word in words if word != "--lower"] if "--lower" in words else []
    try:
        floors = new_floors(pinned()["floors"], now, lower)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    kept = {"articles_sha256": digest(polnear(shared, first=ARTICLES)), "floors": floors}
    FILE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write("".join(f"{name} {floor:.2f}\n" for name, floor in sorted(floors.items())))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
