"""What to look at or ask for, most telling first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from servanda.assessment import (
    PointPosterior,
    PossibleSource,
    information_gain,
    point_posteriors,
)
from servanda.evidence.trust.reliability import LETTERS, P_FAVOURABLE_IF_WRONG
from servanda.evidence.trust.sides import Side, actors_by_id, root, side_of
from servanda.pipeline.assessing import AssessedCase, collect_evidence
from servanda.records import (
    Bearing,
    Case,
    CaseEvidence,
    CollectionOption,
    InformationGain,
    Obligation,
    Reliability,
    Status,
)
from servanda.records.progress import Progress, ignore_progress

__all__ = ["information_gains", "rank_looks"]

_SPOKEN = frozenset({Bearing.BEARS, Bearing.REPEATS})
_A_NAME = 3  # shorter names ("UN") stand inside too many other words to be looked for


def information_gains(
    found: AssessedCase, wanted: Collection[str] | None = None, progress: Progress = ignore_progress
) -> tuple[InformationGain, ...]:
    """What could be found out about each row that carries a number, in the case's order.

    wanted: ids of rows; all of them if None. Where a deadline lies ahead, looking on the day after
    it is among the choices, because looking earlier cannot tell whether it will have been kept.
    """
    as_of, on = found.question.as_of, found.question.on
    known = collect_evidence(found.case, found.reads, as_of, on, found.sights)
    rows = [
        one
        for one in point_posteriors(known, found.question.priors).values()
        if wanted is None or one.row in wanted
    ]
    after = {one.row: day for one in rows if (day := _day_after_deadline(one, found)) is not None}
    later: dict[date, dict[str, PointPosterior]] = {}
    for number, day in enumerate(sorted(set(after.values()))):
        progress("looking ahead", number, len(set(after.values())))
        then = collect_evidence(found.case, found.reads, as_of, day, found.sights)
        later[day] = point_posteriors(then, found.question.priors)
    made = []
    for one in rows:
        by_day = {on: one}
        if one.row in after and one.row in later[after[one.row]]:
            by_day[after[one.row]] = later[after[one.row]][one.row]
        duty = one.inquiry.question.obligation
        made.append(information_gain(by_day, found.case, tuple(_possible_sources(duty, known))))
    return tuple(made)


def rank_looks(
    found: Collection[InformationGain], limit: int | None = None
) -> tuple[CollectionOption, ...]:
    """The looks of all rows that tell anything, most telling first."""
    looks = [look for one in found for look in one.looks if look.bits > 0.0]
    return tuple(sorted(looks, key=_sort_key)[:limit])


def _sort_key(look: CollectionOption) -> tuple[float, str, date, str, tuple[str, ...]]:
    return -look.bits, look.obligation, look.day, look.by, look.sites


def _day_after_deadline(forecast: PointPosterior, found: AssessedCase) -> date | None:
    """The day after a deadline that lies ahead; None where the duty does not wait for one."""
    status = {one.id: one.status for one in found.assessment.judgements}.get(forecast.row)
    deadline = forecast.inquiry.question.terms.deadline
    if status is not Status.PENDING or deadline is None:
        return None
    return deadline + timedelta(days=1)


def _possible_sources(duty: Obligation, known: CaseEvidence) -> Iterator[PossibleSource]:
    """Who could be asked: the other side, and whom the case names as watching or verifying it."""
    case = known.case
    actors = actors_by_id(case)
    spoken = {one.origin for one in known.items(duty.id) if one.bearing in _SPOKEN}
    for actor, role in _roles_by_actor(duty, case).items():
        side = side_of(actor, duty, case)
        if actor not in actors or side is Side.OWN:
            continue
        right, wrong = LETTERS[actors[actor].reliability]
        yield PossibleSource(
            actor=actor,
            name=actors[actor].names[0],
            role=role,
            reliability=Reliability(right, wrong, f"letter {actors[actor].reliability.value}"),
            favourable_if_wrong=P_FAVOURABLE_IF_WRONG[side],
            spoken=root(actor, actors) in spoken,
        )


def _roles_by_actor(duty: Obligation, case: Case) -> dict[str, str]:
    """Actor ids, each with why it could know."""
    instrument = next(one for one in case.instruments if one.id == duty.instrument)
    text = (duty.verification or "").casefold()
    asked = dict.fromkeys(instrument.parties, "the other side")
    for actor in case.actors:
        if any(len(name) > _A_NAME and name.casefold() in text for name in actor.names):
            asked[actor.id] = "the case names it as verifying this"
    for watcher in duty.watchers:
        asked[watcher.actor] = "watches this duty"
    return asked
