"""How the store stands up to kills and to changes behind its back.

`python -m benchmarks.custody [--kills N] [--tampers N] [--minutes M] [--results FILE]`

It works in parts, each with its seed, and writes what became of each into the results file. It
begins no new part after so many minutes; run it again and it goes on where it was. The totals
printed are of every part in the file.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.bars import Figure, print_figures
from benchmarks.custody.kills import run_kills
from benchmarks.custody.tampers import run_tampers
from scripts.run_tests import postgres_programs, private_postgres

KILLS, TAMPERS = 1_000, 10_000
PARTS = {"sqlite": 50, "postgres": 50, "tampers": 250}  # how much one part does
MOST_MINUTES = 30.0


def _planned(kills: int, tampers: int) -> Iterator[tuple[str, int]]:
    """The parts by kind and seed, kinds in turn, so that a short run has some of each."""
    totals = {"sqlite": kills - kills // 2, "postgres": kills // 2, "tampers": tampers}
    numbers = {kind: -(-total // PARTS[kind]) for kind, total in totals.items()}
    for seed in range(1, max(numbers.values()) + 1):
        yield from ((kind, seed) for kind, number in numbers.items() if seed <= number)


def _run(kind: str, seed: int, url: str | None) -> dict[str, Any]:
    began = time.process_time()
    with tempfile.TemporaryDirectory(prefix="servanda-custody-") as place:
        if kind == "tampers":
            tampers = run_tampers(PARTS[kind], seed, Path(place))
            told: dict[str, Any] = {
                "done": tampers.changes, "found": tampers.found, "listed": tampers.listed,
                "harmless": tampers.harmless, "faults": tampers.missed, "kinds": tampers.kinds,
            }  # fmt: skip
        else:
            kills = run_kills(PARTS[kind], seed, Path(place) / "k", url)
            told = {"done": kills.kills, "too_late": kills.done_before, "faults": kills.faults,
                    "kinds": kills.steps}  # fmt: skip
    return {"part": kind, "seed": seed, "cpu_s": round(time.process_time() - began, 1), **told}


def _figures(results: list[dict[str, Any]]) -> Iterator[Figure]:
    for kind, what in (("sqlite", "killed writers, SQLite"), ("postgres", "the same, PostgreSQL")):
        parts = [part for part in results if part["part"] == kind]
        faults = [fault for part in parts for fault in part["faults"]]
        done = sum(part["done"] for part in parts)
        steps = sorted({step for part in parts for step in part["kinds"]})
        yield Figure(
            f"{what}: at {len(steps)} steps ({', '.join(steps)})",
            "0 lost, half kept or unusable",
            f"{done} kills: {len(faults)}" + "".join(f"; {fault}" for fault in faults[:3]),
            not faults and done > 0,
        )
    parts = [part for part in results if part["part"] == "tampers"]
    faults = [fault for part in parts for fault in part["faults"]]
    found, listed, harmless, done = (
        sum(part[name] for part in parts) for name in ("found", "listed", "harmless", "done")
    )
    yield Figure(
        "changes behind the store's back",
        "0 missed that change what anything says",
        f"{done}: {found} found, {listed} listed, {harmless} without effect, {len(faults)} missed"
        + "".join(f"; {fault}" for fault in faults[:3]),
        not faults and done > 0,
    )


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--kills", type=int, default=KILLS)
    wanted.add_argument("--tampers", type=int, default=TAMPERS)
    wanted.add_argument("--minutes", type=float, default=MOST_MINUTES)
    wanted.add_argument("--results", type=Path, default=Path("build/custody.jsonl"))
    chosen = wanted.parse_args()
    chosen.results.parent.mkdir(parents=True, exist_ok=True)
    chosen.results.touch()
    results = [json.loads(line) for line in chosen.results.read_text().splitlines()]
    have = {(part["part"], part["seed"]) for part in results}
    end = time.monotonic() + 60 * chosen.minutes
    programs = postgres_programs()
    with contextlib.ExitStack() as stack:
        url = None if programs is None else stack.enter_context(private_postgres(programs))
        for kind, seed in _planned(chosen.kills, chosen.tampers):
            if (kind, seed) in have or (kind == "postgres" and url is None):
                continue
            if time.monotonic() > end:
                sys.stderr.write("out of time: run it again to go on\n")
                break
            results.append(_run(kind, seed, url if kind == "postgres" else None))
            with chosen.results.open("a") as file:
                file.write(json.dumps(results[-1]) + "\n")
    return 0 if print_figures("Custody under attack", _figures(results)) else 1


if __name__ == "__main__":
    sys.exit(main())
