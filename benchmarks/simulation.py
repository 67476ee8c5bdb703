"""Cases drawn from the assessment's own assumptions, with the truth that no real case gives.

A case is drawn in the order in which the world makes it: how often its bearer keeps its word, how
it behaves, what happens at each site, which origin is right, and what each then says. What an
origin can say at one look is a menu: contents whose likelihoods add up to one under every value, so
that drawing and weighing are the same numbers.

What happens is in `simulated_paths` (from day to day) and `simulated_periods` (rates, watched
bans), what can be said in `simulated_menus`, how the world may differ from what is assumed in
`simulated_worlds`, and here who says what. `simulated_ties` has duties on the same things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from benchmarks.simulated_menus import (
    Content,
    Menu,
    completion_menu,
    menus,
    site_menu,
    watch_menu,
)
from benchmarks.simulated_paths import Hidden, drawn
from benchmarks.simulated_periods import behaviour_of, days_of_run, run_menu, silence_of
from benchmarks.simulated_worlds import AS_ASSUMED, World
from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference.wrong_source_model import (
    KEEPS_TO_STORY,
    most_telling,
    with_plausible_days,
    with_wrong_source_likelihood,
)
from servanda.assessment.model.arrays import Array
from servanda.assessment.model.priors import DEFAULT_PRIORS
from servanda.assessment.model.questions import Question, met_values
from servanda.assessment.model.rate_periods import closed_periods
from servanda.evidence.trust.reliability import LETTERS
from servanda.evidence.trust.sides import Side
from servanda.records import (
    Bound,
    BoundDirection,
    Evidence,
    Obligation,
    ObligationKind,
    Per,
    Rate,
    Reliability,
    ScheduleEntry,
    Terms,
    Watcher,
    terms_in_force,
)
from tests.builders import START, count_report, obligation

__all__ = ["KINDS", "Case", "Voice", "days_looked_at", "simulated", "told_by", "voice_on"]

# Days after the start, irregular and few, so that the same steps come again and are computed once.
_CALENDARS = {
    "weeks": (35, (3, 9, 14, 22, 27, 33, 36, 45, 61)),
    "years": (400, (20, 75, 130, 210, 260, 340, 395, 460, 640)),
    "open": (None, (15, 60, 110, 200, 290, 370, 520, 700, 1000)),
}


@dataclass(frozen=True, slots=True)
class Case:
    """What the assessment is asked and told, and what is so."""

    kind: str
    question: Question
    evidence: tuple[Evidence, ...]
    value: int  # index of the true value on the day asked about
    keeps: float  # how often such a bearer keeps its word
    right: Mapping[str, float]  # origin -> how often it is right; only those that spoke

    @property
    def met(self) -> bool:
        """Whether the duty is met on the day asked about."""
        return bool(met_values(self.question)[self.value])


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin, and when it looks at what."""

    name: str
    side: Side
    letter: tuple[float, float]  # Beta
    score: float
    looks: tuple[tuple[date, str | None, Menu], ...]  # day, site, menu; by day


def simulated(kind: str, rng: Generator, world: World = AS_ASSUMED) -> Case:
    """One case of that kind (`KINDS`), with its truth."""
    duty, calendar = _duty(kind, rng)
    voices = _voices(kind, duty, calendar, rng)
    asked = START + timedelta(days=int(rng.choice(calendar)))
    days = days_looked_at(asked, voices)
    question = Question(duty, terms_in_force(duty, asked, asked), asked, DEFAULT_PRIORS)
    actual = replace(question, priors=world.priors)
    keeps = float(rng.beta(world.priors.keeps, world.priors.breaks))
    behaviour = behaviour_of(actual, rng)
    regime = drawn(behaviour.regimes(keeps), rng)
    begun = behaviour.walk.begin(regime, rng)
    hidden = behaviour.from_then(begun, START, regime, days, rng)
    told = told_by(question, hidden, voices, world, rng)
    if duty.watchers:
        silence = silence_of(hidden, asked, rng)
        if silence is None:  # it spoke: another case, in which it was silent
            return simulated(kind, rng, world)
        told["watcher"] = ([silence[0]], silence[1])
    return Case(
        kind,
        question,
        tuple(item for items, _ in told.values() for item in items),
        hidden.value(asked),
        keeps,
        {name: rate for name, (items, rate) in told.items() if items},
    )


def days_looked_at(asked: date, voices: Sequence[Voice]) -> tuple[date, ...]:
    """The days on which anything is looked at, or asked about, in order."""
    return tuple(sorted({asked, *(look[0] for voice in voices for look in voice.looks)}))


# Worlds that are drawn for one in which a later statement is true; beyond them nothing is said.
_MOST_WORLDS = 20_000

# What is asked


def _counted(rng: Generator) -> Obligation:
    return obligation(count=int(rng.integers(2, 7)), preserve=int(rng.integers(0, 3)))


def _bounded(direction: BoundDirection) -> Callable[[Generator], Obligation]:
    bound = Bound(direction, 400.0)
    return lambda rng: obligation(
        kind=ObligationKind.LEVEL, count=None, preserve=0, bound=bound, unit="t"
    )


_DUTIES: Mapping[str, Callable[[Generator], Obligation]] = {
    "state, counted": _counted,
    "state, one site": lambda rng: obligation(count=1, preserve=0),
    "act": lambda rng: obligation(kind=ObligationKind.ACT, count=1, preserve=0),
    "abstain": lambda rng: obligation(kind=ObligationKind.ABSTAIN, count=1, preserve=0),
    "level, at least": _bounded(BoundDirection.AT_LEAST),
    "level, at most": _bounded(BoundDirection.AT_MOST),
    "state, in instalments": lambda rng: obligation(count=int(rng.integers(2, 7)), preserve=0),
    "rate, at least": lambda rng: _rated(Rate(40.0, None, "convoys", Per.WEEK)),
    "rate, at most": lambda rng: _rated(Rate(None, 500.0, "barrels", Per.MONTH)),
    "abstain, watched in silence": lambda rng: obligation(
        kind=ObligationKind.ABSTAIN, count=1, preserve=0, watchers=(Watcher("watcher", 0.9, 0, ""),)
    ),
}
KINDS = tuple(_DUTIES)


def _duty(kind: str, rng: Generator) -> tuple[Obligation, tuple[int, ...]]:
    """A duty of that kind, and the days after its start on which anything is looked at."""
    span, calendar = _CALENDARS[str(rng.choice(list(_CALENDARS)))]
    duty = _DUTIES[kind](rng)
    if kind == "state, in instalments":
        span, calendar = _CALENDARS[str(rng.choice(["weeks", "years"]))]
        duty = replace(duty, schedule=_schedule(duty, span or 0, rng))
    deadline = None if span is None else START + timedelta(days=span)
    return replace(duty, deadline=deadline), calendar


def _rated(rate: Rate) -> Obligation:
    return obligation(kind=ObligationKind.LEVEL, count=None, preserve=0, rate=rate)


def _schedule(duty: Obligation, span: int, rng: Generator) -> tuple[ScheduleEntry, ...]:
    """Two or three dates with rising counts, the last of them the whole by the deadline."""
    whole = duty.count or 0
    number = min(whole, int(rng.integers(2, 4)))
    counts = sorted(rng.choice(np.arange(1, whole), size=number - 1, replace=False).tolist())
    days = sorted(rng.choice(np.arange(5, span - 5), size=number - 1, replace=False).tolist())
    steps = zip([*counts, whole], [*days, span], strict=True)
    return tuple(ScheduleEntry(float(n), START + timedelta(days=day)) for n, day in steps)


# Who looks when


def _voices(
    kind: str, duty: Obligation, calendar: tuple[int, ...], rng: Generator
) -> tuple[Voice, ...]:
    terms = terms_in_force(duty, START, START)
    voices = [
        voice_on(f"origin {index}", duty, terms, calendar, rng)
        for index in range(int(rng.integers(1, 5)))
    ]
    if duty.rate is not None or duty.watchers:
        return tuple(voices)
    stays_under = duty.bound is not None and duty.bound.direction is BoundDirection.AT_MOST
    if not stays_under and rng.random() < 0.5:
        day = START + timedelta(days=int(rng.choice(calendar)))
        abstain = duty.kind is ObligationKind.ABSTAIN
        menu = watch_menu(rng) if abstain else completion_menu(duty, terms, rng)
        voices.append(Voice("watcher", Side.THIRD, (19.0, 1.0), 1.0, ((day, None, menu),)))
    return tuple(voices)


def voice_on(
    name: str, duty: Obligation, terms: Terms, calendar: tuple[int, ...], rng: Generator
) -> Voice:
    side = list(Side)[int(rng.integers(len(Side)))]
    letter = list(LETTERS.values())[int(rng.integers(len(LETTERS)))]
    often = int(rng.choice([1, 1, 2, 3]))
    chosen = sorted(rng.choice(calendar, size=often, replace=False).tolist())
    whole = [] if duty.rate is not None else menus(duty, terms, side)
    looks: list[tuple[date, str | None, Menu]] = []
    for day in (START + timedelta(days=int(days)) for days in chosen):
        if duty.rate is not None:
            run = _run_of_periods(duty, terms, day, rng)
            looks.append((day, run, run_menu(side)))
        elif (
            duty.kind is ObligationKind.STATE
            and terms.sites > 1
            and not duty.schedule
            and rng.random() < 0.3
        ):
            site = f"site {int(rng.integers(min(3, terms.sites)))}"
            looks.append((day, site, site_menu(terms, side)))
        else:
            looks.append((day, None, whole[int(rng.integers(len(whole)))]))
    score = float(rng.choice([1.0, 1.0, 0.8, 0.6]))
    return Voice(name, side, letter, score, tuple(looks))


def _run_of_periods(duty: Obligation, terms: Terms, day: date, rng: Generator) -> str:
    """Some periods that were over by a day, in a row; the first where none was."""
    over = max(1, closed_periods(duty, terms, day))
    first, last = sorted(rng.integers(over, size=2).tolist())
    return f"{first}-{last}"


# What is said


def told_by(
    question: Question, hidden: Hidden, voices: Sequence[Voice], world: World, rng: Generator
) -> dict[str, tuple[list[Evidence], float]]:
    """By origin: its items and how often it is right."""
    told: dict[str, tuple[list[Evidence], float]] = {}
    first = voices[0].name
    for voice in voices:
        rate = _bent(float(rng.beta(*voice.letter)), world, rng)
        if told and rng.random() < world.copies:
            items = _relayed(told[first][0], voice)
        elif rng.random() < rate:
            items = _right(question, hidden, voice, rng)
        else:
            items = _wrong(question, voice, world, rng)
        told[voice.name] = (_misread(question, items, voice, world, rng), rate)
    return told


def _relayed(items: Sequence[Evidence], voice: Voice) -> list[Evidence]:
    """What another has said, as this one's own."""
    reliability = Reliability(*voice.letter, "drawn")
    return [
        replace(item, id=f"{voice.name}/{index}", origin=voice.name, reliability=reliability)
        for index, item in enumerate(items)
    ]


def _bent(rate: float, world: World, rng: Generator) -> float:
    if not world.trust:
        return rate
    odds = rate / (1.0 - rate) * np.exp(world.trust * rng.standard_normal())
    return float(odds / (1.0 + odds))


def _right(question: Question, hidden: Hidden, voice: Voice, rng: Generator) -> list[Evidence]:
    return [
        _item(question, voice, index, _told_of(voice, index, hidden.value(day, site), rng))
        for index, (day, site, _) in enumerate(voice.looks)
    ]


def _told_of(voice: Voice, index: int, value: int, rng: Generator) -> Content:
    """What an origin that is right says of that value."""
    menu = voice.looks[index][2]
    if rng.random() < voice.score:  # if not, the claim is about something else
        return menu[drawn(np.array([one.right[value] for one in menu]), rng)]
    return menu[drawn(np.array([one.wrong for one in menu]), rng)]


def _lead(voice: Voice) -> int:
    """The look that the story of an origin begins with: that of which most can be told."""
    return most_telling(
        [
            max((_heard(voice, one) for one in menu), key=lambda heard: heard.max() / heard.min())
            for _, _, menu in voice.looks
        ]
    )


def _heard(voice: Voice, content: Content) -> Array:
    """(value,) likelihoods of a content, as far as the voice speaks of the duty."""
    return np.maximum(voice.score * content.right + (1.0 - voice.score) * content.wrong, 1e-300)


def _opening(voice: Voice, lead: int, rng: Generator) -> Content | None:
    """What an origin that is wrong wants to say, whatever is so; None if it says nothing."""
    menu = voice.looks[lead][2]
    chances = np.array([one.wrong for one in menu])
    if rng.random() >= chances.sum():
        return None
    return menu[drawn(chances, rng)]


def _wrong(question: Question, voice: Voice, world: World, rng: Generator) -> list[Evidence]:
    """One statement that has nothing to do with the truth, and a story that fits it."""
    lead = _lead(voice)
    first = _opening(voice, lead, rng)
    if first is None:
        return []
    opening = _item(question, voice, lead, first)
    rash = rng.random() < world.rash
    if not rash and rng.random() >= _plausible(question, opening):
        return []  # what it would have liked to say cannot be so yet: it says nothing
    rest = [index for index in range(len(voice.looks)) if index != lead]
    if not rest:
        return [opening]
    if rng.random() >= KEEPS_TO_STORY:
        told = [_at_hand(voice, index, rng) for index in rest]
    else:
        fickle = rng.random() < world.fickle
        story = _story(question, voice, lead, None if fickle else first, rng)
        if story is None:
            return []
        told = [_told_of(voice, index, story.value(*voice.looks[index][:2]), rng) for index in rest]
    later = zip(rest, told, strict=True)
    items = [opening, *(_item(question, voice, index, one) for index, one in later)]
    return sorted(items, key=lambda item: item.id)


def _at_hand(voice: Voice, index: int, rng: Generator) -> Content:
    """What an origin that keeps to no story says at one look."""
    menu = voice.looks[index][2]
    chances = np.array([one.wrong for one in menu])
    return menu[drawn(chances / chances.sum(), rng)]


def _plausible(question: Question, item: Evidence) -> float:
    """How much rarer a false statement is for naming a day on which it can hardly be so."""
    (report,) = reports_from((item,))
    (story,) = with_wrong_source_likelihood(with_plausible_days(question, (report,)))
    return float(story.wrong.max() / report.wrong.max())


def _story(
    question: Question, voice: Voice, lead: int, first: Content | None, rng: Generator
) -> Hidden | None:
    """A world in which a statement is true, if there is one; None if none was found."""
    if lead == 0 and question.terms.rate is None and not question.obligation.watchers:
        return _story_from_first(question, voice, first, rng)
    likely = np.ones(1) if first is None else _heard(voice, first)
    keeps = question.priors.keeps / (question.priors.keeps + question.priors.breaks)
    days = [look[0] for look in voice.looks]
    for _ in range(_MOST_WORLDS):
        behaviour = behaviour_of(question, rng)
        regime = drawn(behaviour.regimes(keeps), rng)
        begun = behaviour.walk.begin(regime, rng)
        told = behaviour.from_then(begun, START, regime, days, rng)
        value = told.value(*voice.looks[lead][:2]) if first is not None else 0
        if rng.random() * likely.max() < likely[value]:
            return told
    return None


def _story_from_first(
    question: Question, voice: Voice, first: Content | None, rng: Generator
) -> Hidden:
    """A world in which the first statement is true, if there is one, and what happens in it later.

    Exact: totals of the first day are drawn from their sum over the regimes; where the statement is
    about one site, whole worlds are drawn until it is true in one.
    """
    (day, site, _), *later = voice.looks
    likely = np.ones(1)
    if first is not None:
        likely = voice.score * first.right + (1.0 - voice.score) * first.wrong
    keeps = question.priors.keeps / (question.priors.keeps + question.priors.breaks)
    behaviour = behaviour_of(question, rng)
    chances = behaviour.regimes(keeps)
    joint = np.stack(
        [
            chance * behaviour.walk.totals(regime, day)
            for regime, chance in enumerate(chances.tolist())
        ]
    )
    while True:
        weights = joint if site is not None else joint * likely
        regime, total = divmod(drawn(weights.ravel(), rng), joint.shape[1])
        units = behaviour.walk.of_total(total, regime, day, rng)
        behaviour = behaviour_of(question, rng)  # which sites are to be kept is drawn anew too
        then = Hidden((day,), units[:, None], behaviour.names)
        if (
            site is None
            or first is None
            or rng.random() * likely.max() < likely[then.value(day, site)]
        ):
            return behaviour.from_then(units, day, regime, [look[0] for look in later], rng)


def _misread(
    question: Question, items: list[Evidence], voice: Voice, world: World, rng: Generator
) -> list[Evidence]:
    if not world.misread:
        return items
    return [
        _item(question, voice, index, menu[int(rng.integers(len(menu)))])
        if rng.random() < world.misread
        else item
        for index, (item, (_, _, menu)) in enumerate(zip(items, voice.looks, strict=False))
    ]


def _item(question: Question, voice: Voice, index: int, content: Content) -> Evidence:
    day, place, _ = voice.looks[index]
    of_run = question.terms.rate is not None and place is not None
    covers = days_of_run(question, place) if of_run and place is not None else None
    return count_report(
        tuple(content.right.tolist()),
        day,
        id=f"{voice.name}/{index}",
        origin=voice.name,
        if_wrong=(content.wrong,) * len(content.right),
        states=content.states,
        site=None if of_run else place,
        covers=covers,
        score=voice.score,
        reliability=Reliability(*voice.letter, "drawn"),
        says=content.says,
    )
