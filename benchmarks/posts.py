"""The simulated guard posts of the Korea case, from pixel to probability, beside what was drawn.

`python -m benchmarks.posts` prints the table. Every scene is drawn, read, compared and pictured as
`servanda observe korea-2018` does it, and every look is held against the truth it was drawn from.
The looks at one post share their earlier scene and its ground, so their errors come together: the
intervals below, which take them for independent, are narrow.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from scipy.stats import binom

from benchmarks.bars import Figure, print_figures
from servanda.pipeline import (
    AssessmentQuestion,
    assess_case,
    built_in_case,
    find_case,
    load_reader,
    observations_with_scenes,
    open_data_store,
    reads_of,
)
from servanda.pipeline.observing import ObservationSettings, ObservedCase, observe_case
from servanda.records import Finding, Judgement, Observation
from servanda.records.progress import ignore_progress
from servanda.settings import Settings
from servanda.sources.imagery.simulation.layer import truth_of
from servanda.sources.imagery.simulation.layer_file import read_simulated_file

__all__ = ["Compared", "compared", "figures", "figures_of"]

CASE, TRUTH = "korea-2018", "imagery/guard-posts.yaml"
LAST = date(2018, 12, 31)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ALPHA, JOBS = 0.01, 2
WRONG = 1.0  # log10 of a ratio: more than 10 to 1 for the state that was not
SURE = 2.58  # standard errors in a 99 % interval
DUTIES = ("c-gp-dprk-surface", "c-gp-rok-surface")


@dataclass(frozen=True, slots=True)
class Compared:
    """A look beside the truth."""

    look: Observation
    resolution_m: float
    gone: bool  # whether the post was demolished before the day of the later scene

    @property
    def seen(self) -> bool:
        return self.look.finding is not Finding.NOT_OBSERVABLE

    @property
    def log10(self) -> float:
        return self.look.log10_likelihood_ratio

    @property
    def wrong(self) -> bool:
        """Whether the ratio speaks clearly for the state that was not."""
        return (self.log10 < -WRONG) if self.gone else (self.log10 > WRONG)


def compared(observed: ObservedCase, demolished: Mapping[str, date | None]) -> tuple[Compared, ...]:
    """Every look at a post beside the truth; a scene of the day of demolition still shows it."""
    sizes = {scene.id: scene.resolution_m for scene in observed.scenes}
    found = []
    for look, (_, after) in zip(observed.observations, observed.spans, strict=True):
        day = demolished[look.site]
        found.append(Compared(look, sizes[look.after], day is not None and day < after))
    return tuple(found)


def figures() -> Iterator[Figure]:
    """What is seen of the 22 posts in each layer, then what it does to the probabilities."""
    folder = built_in_case(CASE)
    assert folder is not None
    demolished = truth_of(read_simulated_file(folder / TRUTH))
    with TemporaryDirectory() as data:
        settings = Settings.from_environment({}, Path(data))
        pictures = Path(data) / "pictures"
        looking = ObservationSettings((), tuple(demolished), None, LAST, ALPHA, JOBS, pictures)
        with open_data_store(settings, lambda: NOW) as store:
            case = find_case(store, CASE, NOW)
            begun = time.perf_counter()
            observed = observe_case(store, case, CASE, looking, settings, ignore_progress)
            took = time.perf_counter() - begun
            yield _speed(observed, took)
            yield from figures_of(compared(observed, demolished))
            reads = reads_of(store, case, load_reader()[0])
            sights, _ = observations_with_scenes(store, case.id, simulated=True)
        asked = AssessmentQuestion(LAST, LAST)
        without, beside = (
            {row.id: row for row in assess_case(case, reads, asked, given).assessment.judgements}
            for given in ((), sights)
        )
        yield from _judged(without, beside)


def figures_of(looks: Sequence[Compared]) -> Iterator[Figure]:
    """What is seen in each layer: finest last."""
    for size in sorted({one.resolution_m for one in looks}, reverse=True):
        layer = [one for one in looks if one.resolution_m == size]
        seen = [one for one in layer if one.seen]
        name = f"posts at {size:g} m"
        yield _unseen(name, layer)
        yield from _alarms(name, [one for one in seen if not one.gone])
        yield from _found(name, [one for one in seen if one.gone])
        yield _wrong(name, seen)


def _speed(observed: ObservedCase, took: float) -> Figure:
    number = len(observed.observations)
    shown = f"{took:.0f} s, {number / took:.1f} looks per second; left out: "
    shown += "; ".join(observed.left_out) or "nothing"
    what = f"{number} looks drawn, read, compared and pictured, {JOBS} processes"
    return Figure(what, "all sites looked at", shown, not observed.left_out)


def _unseen(name: str, layer: Sequence[Compared]) -> Figure:
    """A look that saw nothing must say nothing."""
    unseen = [one for one in layer if not one.seen]
    kinds = Counter(one.look.blind_spot.value for one in unseen if one.look.blind_spot)
    told = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()) or "none"
    return Figure(
        f"{name}: looks not observable",
        "ratio exactly 1, each with its kind",
        f"{len(unseen)} of {len(layer)} ({told})",
        all(one.log10 == 0.0 and one.look.blind_spot for one in unseen),
    )


def _alarms(name: str, standing: Sequence[Compared]) -> Iterator[Figure]:
    if not standing:
        return
    alarms = sum(one.look.finding is Finding.CHANGED for one in standing)
    most = int(binom.ppf(0.995, len(standing), ALPHA))
    yield Figure(
        f"{name}: false alarms among looks at standing posts, at {ALPHA:g}",
        f"<= {most} (binomial 99 % interval)",
        f"{alarms} of {len(standing)}",
        alarms <= most,
    )
    logs = np.array([one.log10 for one in standing])
    yield Figure(
        f"{name}: mean log10 ratio where the post stands",
        "< 0",
        f"{logs.mean():+.2f} (median {np.median(logs):+.2f}, highest {logs.max():+.2f})",
        bool(logs.mean() < 0.0),
    )
    ratios = 10.0**logs
    error = float(ratios.std(ddof=1)) / len(ratios) ** 0.5 if len(ratios) > 1 else 0.0
    yield Figure(
        f"{name}: mean ratio where the post stands (1 if calibrated)",
        f"<= 1 + {SURE} standard errors",
        f"{ratios.mean():.2f} (standard error {error:.2f})",
        bool(ratios.mean() <= 1.0 + SURE * error),
    )


def _found(name: str, gone: Sequence[Compared]) -> Iterator[Figure]:
    if not gone:
        return
    found = [one for one in gone if one.look.finding is Finding.CHANGED]
    posts, found_posts = ({one.look.site for one in some} for some in (gone, found))
    yield Figure(
        f"{name}: looks at demolished posts that find it",
        "published",
        f"{len(found)} of {len(gone)} ({len(found) / len(gone):.2f}); "
        f"{len(found_posts)} of {len(posts)} posts in one look or more",
        True,
    )
    logs = np.array([one.log10 for one in gone])
    yield Figure(
        f"{name}: mean log10 ratio where it is demolished",
        "> 0",
        f"{logs.mean():+.2f} (median {np.median(logs):+.2f}, lowest {logs.min():+.2f})",
        bool(logs.mean() > 0.0),
    )


def _wrong(name: str, seen: Sequence[Compared]) -> Figure:
    wrong = [one for one in seen if one.wrong]
    told = [f"{one.look.site} on {one.look.acquired:%d %b}: {one.log10:+.1f}" for one in wrong]
    return Figure(
        f"{name}: looks that speak more than 10 to 1 for the wrong state",
        "0",
        f"{len(wrong)} of {len(seen)}" + (f" ({'; '.join(told)})" if told else ""),
        not wrong,
    )


def _judged(without: Mapping[str, Judgement], beside: Mapping[str, Judgement]) -> Iterator[Figure]:
    """Ten of eleven went and one was kept on each side: the looks must not speak against it."""
    for row in [name for duty in DUTIES for name in (duty, f"{duty}.preserve")]:
        before, after = without[row].probability_met, beside[row].probability_met
        assert before is not None
        assert after is not None
        yield Figure(
            f"{row}, {LAST}: probability met without and with the looks",
            "not lower, and >= 0.9",
            f"{before:.3f} {_interval(without[row])}, {after:.3f} {_interval(beside[row])}",
            after >= 0.9 and after >= before - 0.005,
        )


def _interval(row: Judgement) -> str:
    return "" if row.interval is None else f"[{row.interval.low:.2f}-{row.interval.high:.2f}]"


if __name__ == "__main__":
    raise SystemExit(0 if print_figures("The simulated guard posts", figures()) else 1)
