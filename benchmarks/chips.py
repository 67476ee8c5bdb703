"""How many sites a second are observed: 60 dates of 256 x 256 x 4 pixels each, sound and broken.

`python -m benchmarks.chips` measures a sample, `python -m benchmarks.chips --sites 1000` them all.
Chips are made in memory by the process that looks at them, and their making is not counted: a rate
is the sum over processes of sites by the seconds that each spent on looking. It is of sound sites;
broken ones, of which there is one in 25 and one of every kind at least, are done sooner.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing import get_context

from benchmarks.bars import Figure, print_figures
from benchmarks.chip_series import BROKEN, DATES, DUTY_START, SIDE, series, target
from servanda.observations import comparable_series, observe_series
from servanda.records import Finding, Observation, sha256

__all__ = ["Watched", "figures", "figures_of", "watched"]

SAMPLE, WHOLE = 24, 1_000
BROKEN_EVERY = 25
ALPHA = 0.01

Task = tuple[int, str | None]  # number of the site, how it is broken


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of one site, and what it took."""

    task: Task
    looks: int
    unseen: tuple[str, ...]  # of each look that was not observable: the gate, in a word or two
    changed: int
    digest: str  # of all observations
    failure: str | None  # what was raised, if anything was
    wall_s: float
    cpu_s: float
    making_s: float  # CPU of the chips
    process: int


def watched(task: Task) -> Watched:
    """Look at one site on all its dates; whatever is raised is told."""
    begun = time.process_time()
    images, wanted = series(*task), target(task[0])
    making = time.process_time() - begun
    wall, cpu = time.perf_counter(), time.process_time()
    failure, seen = None, list[Observation]()
    try:
        for part in comparable_series(images):
            seen += [one.observation for one in observe_series(part, wanted, ALPHA, DUTY_START)]
    except Exception as error:  # noqa: BLE001  any is a failure of this benchmark's bar
        failure = f"{task[1]}: {type(error).__name__}: {error}"
    return Watched(
        task=task,
        looks=len(seen),
        unseen=tuple(_reason(one) for one in seen if one.finding is Finding.NOT_OBSERVABLE),
        changed=sum(one.finding is Finding.CHANGED for one in seen),
        digest=sha256("\n".join(map(repr, seen)).encode()),
        failure=failure,
        wall_s=time.perf_counter() - wall,
        cpu_s=time.process_time() - cpu,
        making_s=making,
        process=os.getpid(),
    )


def figures(sites: int = SAMPLE) -> Iterator[Figure]:
    """Rates of one process and of two, and what became of the broken sites."""
    tasks = _tasks(sites)
    watched((0, None))  # once outside the count: what is imported lazily
    alone = [watched(task) for task in tasks]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        list(processes.map(watched, [(0, None)] * 2))
        together = list(processes.map(watched, tasks))
    yield from figures_of(alone, together)


def figures_of(alone: Sequence[Watched], together: Sequence[Watched]) -> Iterator[Figure]:
    """The figures of the same sites looked at by one process and by two."""
    yield _rate("one process", alone)
    yield _rate("two processes", together)
    yield _making(alone)
    failures = [one.failure for one in (*alone, *together) if one.failure is not None]
    kinds = len({one.task[1] for one in alone}) - 1
    yield Figure(
        f"sites that fail the run; {len(alone)} sites, {kinds} ways of being broken",
        "0",
        f"{len(failures)}" + "".join(f"; {one}" for one in dict.fromkeys(failures)),
        not failures,
    )
    apart = sum(one.digest != other.digest for one, other in zip(alone, together, strict=True))
    yield Figure("sites whose observations differ by the number of processes", "0", f"{apart}",
                 apart == 0)  # fmt: skip
    sound = [one for one in alone if one.task[1] is None]
    yield _told("sound sites", sound)
    for kind in BROKEN:
        yield _told(f"broken: {kind}", [one for one in alone if one.task[1] == kind])


def _tasks(sites: int) -> list[Task]:
    """The sound sites first, then the broken: beside those of a sample, among those of them all."""
    broken = max(len(BROKEN), sites // BROKEN_EVERY)
    kinds: Iterable[str | None] = islice(cycle(BROKEN), broken)
    sound = max(2, sites - broken) if sites >= WHOLE else sites
    return list(enumerate([*[None] * sound, *kinds]))


def _rate(how: str, every: Sequence[Watched]) -> Figure:
    sound = [one for one in every if one.task[1] is None]
    wall = sum(_speeds(sound))
    cpu = len(sound) / sum(one.cpu_s for one in sound)
    looks = sum(one.looks for one in sound) / len(sound)
    return Figure(
        f"{len(sound)} sites x {DATES} dates of {SIDE} x {SIDE} x 4, {how}",
        "published",
        f"{wall:.2f} sites per second of wall, {cpu:.2f} per second of CPU "
        f"({1e3 / (cpu * looks):.0f} ms of CPU a look); {WHOLE:,} would take "
        f"{WHOLE / wall / 60.0:.0f} minutes",
        True,
    )


def _speeds(sound: Sequence[Watched]) -> Iterator[float]:
    """Sites a second of each process, while it was looking."""
    for process in {one.process for one in sound}:
        own = [one.wall_s for one in sound if one.process == process]
        yield len(own) / sum(own)


def _making(every: Sequence[Watched]) -> Figure:
    spent = sum(one.making_s for one in every) / len(every)
    return Figure("making the chips of a site, not counted", "published", f"{spent:.2f} s of CPU",
                  True)  # fmt: skip


def _told(what: str, some: Sequence[Watched]) -> Figure:
    """Every look is an answer: seen, or not observable with a reason."""
    reasons = Counter(reason for one in some for reason in one.unseen)
    looks, changed = sum(one.looks for one in some), sum(one.changed for one in some)
    told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    return Figure(
        f"{what}: looks, and why not observable",
        "published",
        f"{looks} looks, {changed} changed, {reasons.total()} not observable"
        + (f" ({told})" if told else ""),
        True,
    )


def _reason(seen: Observation) -> str:
    """The gate that closed; a statistic that refuses speaks in a sentence."""
    gate = seen.why.partition(":")[0]
    return gate if len(gate.split()) <= 3 else "no statistic"


def main() -> int:
    """Print the table of as many sites as are asked for."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--sites", type=int, default=SAMPLE)
    asked = figures(wanted.parse_args().sites)
    return 0 if print_figures("A thousand sites on sixty dates", asked) else 1


if __name__ == "__main__":
    raise SystemExit(main())
