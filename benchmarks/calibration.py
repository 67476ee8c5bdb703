"""Is the assessment calibrated? `python -m benchmarks.calibration` asks simulated cases.

Simulation-based calibration: where cases are drawn from the very assumptions that the assessment
makes, the rank of the truth within what it believes is uniform, for every quantity it believes
anything about, and of the duties to which it gives a probability p, a share p is met. Anything else
is a mistake in the sums. Talts et al. (2018), arXiv:1804.06788, section 4; ranks of discrete values
are randomised, and weighted draws take the place of plain ones.

Then worlds that bend every assumption (`bent`): how far the probabilities are off there. Nothing is
fitted to them (decision 19). `--page` writes the figures into the documentation.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.stats import chisquare

from benchmarks.bars import Figure, print_figures
from benchmarks.simulated_ties import TIED_KINDS, TiedCase, simulated_tie
from benchmarks.simulated_worlds import bent
from benchmarks.simulation import KINDS, Case, simulated
from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import Posterior, posterior, probability
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.questions import met_values

__all__ = [
    "Curve",
    "Ranks",
    "curve",
    "figures",
    "page_with_figures",
    "ranked",
]

ALL_KINDS = (*KINDS, *TIED_KINDS)  # the place of a kind is part of its seeds: add at the end
BENT_KINDS = KINDS[:6]  # those whose assumptions `bent` bends
CASES = 1000  # of each kind
SEED, BENT_SEED = 0, 2
BENT_CASES = 500  # of each kind, in the world that is not as assumed
DRAWS = 256
RANK_BINS = 20
CURVE_BINS = 10
LEAST_P = 0.01
BAND = 0.95  # of a whole curve


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where the truth lies in what was believed, of each case; 0..1."""

    value: Array  # (case,) of the count, the level, or whether it is done or has happened
    keeps: Array  # (case,) of how often such a bearer keeps its word
    trust: Array  # (case,) of how often one of the case's origins is right; NaN where none spoke
    chance: Array  # (case,) probability given to met
    met: Array  # (case,) 1 where it is, 0 where it is not


@cache
def ranked(kind: str, cases: int = CASES) -> Ranks:
    """The ranks in simulated cases of one kind, from a world that is as assumed."""
    rows = []
    for index in range(cases):
        rng = np.random.default_rng([SEED, ALL_KINDS.index(kind), index])
        case = simulated_tie(kind, rng) if kind in TIED_KINDS else simulated(kind, rng)
        rows.append(_ranks(case, BetaSampler(DRAWS, index), rng))
    return Ranks(*(np.array(column) for column in zip(*rows, strict=True)))


def _ranks(
    case: Case | TiedCase, draws: BetaSampler, rng: np.random.Generator
) -> tuple[float, float, float, float, bool]:
    model = case.model if isinstance(case, TiedCase) else _model(case)
    belief = posterior(model, draws, MassCache())
    below = float(belief.distribution[: case.value].sum())
    value = below + rng.random() * float(belief.distribution[case.value])
    keeps = _rank(model.keeps(draws), belief, case.keeps, rng)
    trust = float("nan")
    if case.right:
        origin = list(case.right)[int(rng.integers(len(case.right)))]
        trust = _rank(model.part.trust(origin, draws), belief, case.right[origin], rng)
    return value, keeps, trust, belief.probability(met_values(model.question)), case.met


def _model(case: Case) -> DutyModel:
    reports = with_plausible_days(case.question, reports_from(case.evidence))
    return DutyModel(DutyEvidence(case.question, reports))


def _rank(drawn: Array, belief: Posterior, truth: float, rng: np.random.Generator) -> float:
    """One of n + 1 ranks among n draws, spread evenly: else bins would hold six or seven."""
    one = 1.0 / len(drawn)
    return float((belief.weights[drawn < truth].sum() + one * rng.random()) / (1.0 + one))


@dataclass(frozen=True, slots=True)
class Curve:
    """Probabilities against what came true, in bins of equal size."""

    said: Array  # (bin,) mean probability
    share: Array  # (bin,) share that was met
    low: Array  # (bin,) the band in which all shares lie with 95 % if the probabilities are right
    high: Array

    @property
    def inside(self) -> bool:
        """Whether every share lies in its band."""
        return bool(((self.low <= self.share) & (self.share <= self.high)).all())


def curve(chance: Array, met: Array) -> Curve:
    """The reliability curve; Bröcker and Smith (2007), Weather and Forecasting 22(3), 651-661."""
    order = np.argsort(chance, kind="stable")
    rows = [
        _bin(chance[part], met[part].astype(np.float64))
        for part in np.array_split(order, CURVE_BINS)
    ]
    return Curve(*(np.array(column) for column in zip(*rows, strict=True)))


def _bin(chance: Array, met: Array) -> tuple[float, float, float, float]:
    """Mean, share, and the band of the share: its exact distribution if each chance is right."""
    number = np.ones(1)
    for one in chance:
        number = np.convolve(number, [1.0 - one, one])
    reached, tail = np.cumsum(number), (1.0 - BAND) / CURVE_BINS / 2
    low, high = (int(np.searchsorted(reached, share)) for share in (tail, 1.0 - tail))
    size = len(chance)
    return float(chance.mean()), float(met.mean()), low / size, high / size


def figures() -> Iterator[Figure]:
    """What is asked of the calibration, kind by kind; the tests of ranks as one family."""
    found = [_uniform(known) for kind in ALL_KINDS for known in _known(ranked(kind)).values()]
    adjusted = iter(holm(found))
    for kind in ALL_KINDS:
        yield from _of_kind(kind, ranked(kind), adjusted)


def holm(found: Sequence[float]) -> list[float]:
    """The p of each test of a family, adjusted for their number; Holm (1979), Scand. J. Stat. 6."""
    order = sorted(range(len(found)), key=found.__getitem__)
    adjusted, most = [1.0] * len(found), 0.0
    for place, index in enumerate(order):
        most = max(most, min(1.0, (len(found) - place) * found[index]))
        adjusted[index] = most
    return adjusted


def _known(ranks: Ranks) -> dict[str, Array]:
    """The ranks of each quantity, without the cases that have none."""
    named = {"value": ranks.value, "keeps": ranks.keeps, "trust": ranks.trust}
    return {name: values[~np.isnan(values)] for name, values in named.items()}


def _of_kind(kind: str, ranks: Ranks, adjusted: Iterator[float]) -> Iterator[Figure]:
    for name, known in _known(ranks).items():
        p, corrected = _uniform(known), next(adjusted)
        inside = _covered(known)
        yield Figure(
            f"{kind}: rank of {name}, {len(known)} cases",
            "p > 0.01 after Holm",
            f"p = {p:.3f}, after Holm {corrected:.3f}",
            corrected > LEAST_P,
        )
        yield Figure(
            f"{kind}: 90 % interval of {name}",
            "covers 87-93 %",
            f"{inside:.1%}",
            0.87 <= inside <= 0.93,
        )
    drawn = curve(ranks.chance, ranks.met)
    worst = float(np.abs(drawn.said - drawn.share).max())
    yield Figure(
        f"{kind}: reliability curve",
        "inside its 95 % band",
        f"largest gap {worst:.3f}",
        drawn.inside,
    )


def _covered(ranks: Array) -> float:
    """The share of cases whose truth lies in the central 90 %."""
    return float(((ranks >= 0.05) & (ranks <= 0.95)).mean())


def _uniform(ranks: Array) -> float:
    """The chi-square p of a flat histogram."""
    counts, _ = np.histogram(ranks, RANK_BINS, (0.0, 1.0))
    return float(chisquare(counts).pvalue)


# Worlds that are not as assumed

Answers = tuple[Array, Array]  # (case,) probability given to met, and 1 where it is met


@cache
def in_bent_worlds(cases: int = BENT_CASES) -> Answers:
    """What is believed in worlds that are not as assumed, each case in one of its own."""
    rows = []
    for number, kind in enumerate(BENT_KINDS):
        for index in range(cases):
            rng = np.random.default_rng([BENT_SEED, number, index])
            case = simulated(kind, rng, bent(rng))
            chance = probability(_model(case), met_values(case.question), MassCache())
            rows.append((chance, case.met))
    chances, mets = zip(*rows, strict=True)
    return np.array(chances), np.array(mets, dtype=np.float64)


# The page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "calibration.md"
_FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->\n)", re.DOTALL)


def page_with_figures(text: str) -> str:
    """The page's text with the figures as they are now."""
    shown = "\n".join(("", *_by_kind(), "", *_by_bin(), "", ""))
    return _FIGURES.sub(lambda found: f"{found.group(1)}{shown}{found.group(2)}", text)


def _by_kind() -> Iterator[str]:
    yield "| kind | rank of | chi-square p | 90 % interval covers | reliability curve |"
    yield "|---|---|---|---|---|"
    for kind in ALL_KINDS:
        ranks, gap = ranked(kind), curve(ranked(kind).chance, ranked(kind).met)
        names = {"value": ranks.value, "bearer's rate": ranks.keeps, "origin's rate": ranks.trust}
        for name, values in names.items():
            known = values[~np.isnan(values)]
            inside = "inside its band" if gap.inside else "outside its band"
            last = inside if name == "value" else ""
            yield f"| {kind} | {name} | {_uniform(known):.3f} | {_covered(known):.1%} | {last} |"


def _by_bin() -> Iterator[str]:
    drawn = curve(*in_bent_worlds())
    yield "| said | met | band |"
    yield "|---|---|---|"
    rows = zip(drawn.said, drawn.share, drawn.low, drawn.high, strict=True)
    for said, share, low, high in rows:
        yield f"| {said:.3f} | {share:.3f} | {low:.3f}-{high:.3f} |"


def main(words: Sequence[str]) -> int:
    """Print the figures, or write the page; 1 if a figure misses its bar."""
    held = print_figures("Calibration", figures())
    if "--page" in words:
        PAGE.write_text(page_with_figures(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
