"""How sources stand up to what is hostile, beside the bars.

    make bench-sources
    python -m benchmarks.sources --seeds 0 240 --size 3000000 --kept FILE

Trials are appended to FILE as they are made, and those that are in it are not made again: parts of
at most half an hour, of any seeds, add up.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from benchmarks.bars import Figure, print_figures
from benchmarks.hostile.samples import SAMPLES
from benchmarks.hostile.seeds import HostileFile, hostile_file, mutate
from benchmarks.hostile.trials import Trial, ask, try_file
from servanda.sources.documents.extractor import Extractor
from servanda.sources.files.limits import MEGABYTE, WORKER_CPU_SECONDS, WORKER_MEMORY_BYTES
from servanda.sources.files.problems import UnreadableError

PART_SECONDS = 25 * 60  # after which no further seed is begun; the next run goes on
MEMORY_MB = WORKER_MEMORY_BYTES / 2**20
CPU_SLACK = 2.0  # s: the kernel counts whole seconds, and starting the process is in it


def main() -> int:
    """Run the trials that are not kept yet, print the figures; 1 if a bar is not reached."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--seeds", nargs=2, type=int, default=(0, 240), metavar=("FIRST", "END"))
    wanted.add_argument("--size", type=int, default=3 * MEGABYTE, help="bytes of the large ones")
    wanted.add_argument("--kept", type=Path, help="file of trials, read and appended to")
    wanted.add_argument("--fuzz", type=int, default=300, help="mutated files for each parser")
    asked = wanted.parse_args()
    title = f"Hostile files, seeds {asked.seeds[0]} to {asked.seeds[1] - 1}"
    trials, crashes = _trials(range(*asked.seeds), asked.size, asked.kept)
    held = print_figures(title, _figures(trials, crashes, len(range(*asked.seeds))))
    return 0 if print_figures("Mutated files", _fuzz(asked.fuzz)) and held else 1


def _trials(seeds: Sequence[int], size: int, kept: Path | None) -> tuple[list[Trial], list[str]]:
    found = {}
    if kept is not None and kept.exists():
        lines = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
        found = {trial.seed: trial for trial in (Trial(**line) for line in lines)}
    crashes, begun = [], time.monotonic()
    for seed in seeds:
        if seed in found or time.monotonic() - begun > PART_SECONDS:
            continue
        try:
            trial = try_file(hostile_file(seed, size))
        except Exception as error:  # noqa: BLE001 -- any is a crash of ours, and counted
            crashes.append(f"seed {seed}: {type(error).__name__}: {error}")
            continue
        found[seed] = trial
        if kept is not None:
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(trial)) + "\n")
    return [found[seed] for seed in seeds if seed in found], crashes


def _figures(trials: Sequence[Trial], crashes: Sequence[str], wanted: int) -> Iterator[Figure]:
    told = "; ".join(crashes[:5]) or "0"
    yield Figure("crashes of the parent", "0", told, not crashes)
    yield Figure("files", f"{wanted}", str(len(trials)), len(trials) == wanted)
    lines = sum("\n" in trial.says for trial in trials)
    yield Figure("messages of more than one line", "0", str(lines), not lines)
    memory = max((trial.memory_mb for trial in trials), default=0)
    bar = f"<= {MEMORY_MB:.0f} MB"
    yield Figure("largest process", bar, f"{memory:.0f} MB", memory <= MEMORY_MB)
    slowest = max(trials, key=lambda trial: trial.cpu_seconds)
    bar, most = f"<= {WORKER_CPU_SECONDS} s of CPU", WORKER_CPU_SECONDS + CPU_SLACK
    told = f"{slowest.cpu_seconds:.1f} s ({slowest.parser}, {slowest.family}, seed {slowest.seed})"
    yield Figure("slowest process (with its start)", bar, told, slowest.cpu_seconds <= most)
    for parser in SAMPLES:
        of = [trial for trial in trials if trial.parser == parser]
        count = {name: sum(trial.outcome == name for trial in of) for name in OUTCOMES}
        told = ", ".join(f"{number} {name}" for name, number in count.items())
        yield Figure(f"{parser}: {len(of)} files", "watched", told, True)


OUTCOMES = ("answered", "refused", "killed")


def _fuzz(number: int) -> Iterator[Figure]:
    """Small mutated files of each kind, many to one process."""
    for parser, sample in SAMPLES.items():
        rng, crashes = np.random.default_rng(len(parser)), 0
        begun = time.monotonic()
        with Extractor() as asked:
            for seed in range(number):
                data = mutate(sample.data, int(rng.integers(1, 20)), rng)
                try:
                    ask(asked, HostileFile(seed, parser, "mutated", sample, data))
                except UnreadableError:
                    pass
                except Exception:  # noqa: BLE001 -- any is a crash of ours, and counted
                    crashes += 1
        rate = number / (time.monotonic() - begun)
        told = f"{crashes} in {number:,} executions ({rate:.0f} a second)"
        yield Figure(f"{parser}: crashes of the parent", "0", told, not crashes)


if __name__ == "__main__":
    raise SystemExit(main())
