"""Cases of two duties on the same things: the stronger is drawn, and the weaker given it.

The bearer has one general intent, on which it acts in each duty or, with a small chance, against
it. Of a ban it is the wider that is drawn given the narrower. Each duty has voices of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from benchmarks.simulated_paths import Hidden, drawn
from benchmarks.simulated_periods import behaviour_of
from benchmarks.simulated_worlds import AS_ASSUMED
from benchmarks.simulation import Voice, days_looked_at, told_by, voice_on
from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import Question, met_values
from servanda.assessment.model.tie_masks import tie_mask
from servanda.records import Obligation, ObligationKind, Tie, TieKind, terms_in_force
from tests.builders import START, obligation

__all__ = ["TIED_KINDS", "TiedCase", "simulated_tie"]

_CALENDAR = (15, 60, 110, 200, 290, 370, 520)
_DEADLINE = START + timedelta(days=300)
# Paths of the weaker duty drawn until one fits; beyond them the case is drawn anew. [limit]
_MOST_PATHS = 20_000

Pair = tuple[Obligation, Obligation]  # the stronger, the weaker


@dataclass(frozen=True, slots=True)
class TiedCase:
    """What the assessment is asked of one of two tied duties, and what is so."""

    model: DutyModel
    value: int  # index of the true value of the duty asked about, on the day asked about
    keeps: float  # how often such a bearer keeps its word
    right: Mapping[str, float]  # origin -> how often it is right, of those on the duty asked about

    @property
    def met(self) -> bool:
        """Whether the duty asked about is met."""
        return bool(met_values(self.model.question)[self.value])


def _counted(rng: Generator, more: int) -> Obligation:
    count = int(rng.integers(2, 5)) + more
    return obligation(id="strong" if more else "weak", count=count, preserve=0, deadline=_DEADLINE)


def _part(rng: Generator) -> Pair:
    """Some of the things that the stronger duty is about."""
    whole = _counted(rng, more=int(rng.integers(1, 3)))
    part = replace(whole, id="weak", count=int(rng.integers(1, (whole.count or 2))))
    return whole, part


def _implied(rng: Generator) -> Pair:
    """What is destroyed has been removed."""
    removed = obligation(id="weak", count=int(rng.integers(2, 6)), preserve=0, deadline=_DEADLINE)
    return replace(removed, id="strong", verb="destroy"), removed


def _bans(rng: Generator) -> Pair:
    """A ban on all sorts, and one on some of them."""
    wide = obligation(id="strong", kind=ObligationKind.ABSTAIN, count=1, preserve=0, deadline=None)
    return wide, replace(wide, id="weak")


_PAIRS: Mapping[str, tuple[TieKind, Callable[[Generator], Pair]]] = {
    "tied, a part": (TieKind.PART, _part),
    "tied, implied": (TieKind.IMPLIED, _implied),
    "tied, bans": (TieKind.PART, _bans),
}
TIED_KINDS = tuple(_PAIRS)


def simulated_tie(kind: str, rng: Generator) -> TiedCase:
    """One case of that kind (`TIED_KINDS`), with its truth; asked about either duty."""
    tie_kind, draw_pair = _PAIRS[kind]
    duties = draw_pair(rng)
    asked = START + timedelta(days=int(rng.choice(_CALENDAR)))
    questions = [
        Question(duty, terms_in_force(duty, asked, asked), asked, DEFAULT_PRIORS) for duty in duties
    ]
    fits = tie_mask(tie_kind, *questions)  # (value of the weaker, value of the stronger)
    given = 1 if duties[0].kind is ObligationKind.ABSTAIN else 0
    voices = [_voices(question, rng) for question in questions]
    keeps, intents = _intents(rng)
    paths: list[Hidden | None] = [None, None]
    paths[given] = _path(questions[given], intents[given], asked, voices[given], rng)
    fixed = paths[given]
    assert fixed is not None
    held = fits[:, fixed.value(asked)] if given == 0 else fits[fixed.value(asked)]
    paths[1 - given] = _fitting_path(
        questions[1 - given], intents[1 - given], asked, voices[1 - given], held, rng
    )
    if paths[1 - given] is None:
        return simulated_tie(kind, rng)
    return _case(questions, paths, voices, keeps, tie_kind, rng)


def _intents(rng: Generator) -> tuple[float, list[bool]]:
    """How often such bearers keep their word, and whether this one means to, in each duty."""
    priors = DEFAULT_PRIORS
    keeps = float(rng.beta(priors.keeps, priors.breaks))
    against = float(rng.beta(priors.aspect_differs, priors.aspect_agrees))
    general = bool(rng.random() < keeps)
    return keeps, [general != bool(rng.random() < against) for _ in range(2)]


def _voices(question: Question, rng: Generator) -> tuple[Voice, ...]:
    duty, terms = question.obligation, question.terms
    names = [f"{duty.id} {number}" for number in range(int(rng.integers(1, 4)))]
    found = [voice_on(name, duty, terms, _CALENDAR, rng) for name in names]
    return tuple(
        replace(voice, looks=tuple(look for look in voice.looks if look[1] is None))
        for voice in found
        if any(look[1] is None for look in voice.looks)
    )


def _path(
    question: Question, means_to: bool, asked: date, voices: tuple[Voice, ...], rng: Generator
) -> Hidden:
    behaviour = behaviour_of(question, rng)
    regime = drawn(behaviour.shares[0 if means_to else 1], rng)
    begun = behaviour.walk.begin(regime, rng)
    return behaviour.from_then(begun, START, regime, days_looked_at(asked, voices), rng)


def _fitting_path(
    question: Question,
    means_to: bool,
    asked: date,
    voices: tuple[Voice, ...],
    held: np.ndarray,
    rng: Generator,
) -> Hidden | None:
    """A path that ends in a value that fits; None where hardly any does."""
    for _ in range(_MOST_PATHS):
        path = _path(question, means_to, asked, voices, rng)
        if held[path.value(asked)]:
            return path
    return None


def _case(
    questions: list[Question],
    paths: list[Hidden | None],
    voices: list[tuple[Voice, ...]],
    keeps: float,
    tie_kind: TieKind,
    rng: Generator,
) -> TiedCase:
    told = [
        told_by(question, path, own, AS_ASSUMED, rng) if own and path is not None else {}
        for question, path, own in zip(questions, paths, voices, strict=True)
    ]
    parts = []
    for question, said in zip(questions, told, strict=True):
        name = question.obligation.id
        items = [replace(item, obligation=name) for items, _ in said.values() for item in items]
        reports = with_plausible_days(question, reports_from(items))
        parts.append(DutyEvidence(question, reports))
    place = int(rng.integers(2))
    tie = Tie("strong", "weak", tie_kind)
    path = paths[place]
    assert path is not None
    return TiedCase(
        DutyModel(parts[place], (parts[1 - place],), (tie,)),
        path.value(questions[place].on),
        keeps,
        {name: rate for name, (items, rate) in told[place].items() if items},
    )
