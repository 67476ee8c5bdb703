"""What to look at or ask for, most telling first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from servanda.assessment import Forecast, Known, Witness, forecasts, outlook
from servanda.evidence.trust.reliability import LETTERS, PRAISES
from servanda.evidence.trust.sides import Side, actors_by_id, root, side_of
from servanda.pipeline.assessing import Answer, known_of
from servanda.records import Bearing, Case, Look, Obligation, Outlook, Reliability, Status
from servanda.records.progress import Progress, silent

__all__ = ["most_telling", "outlooks"]

_SPOKEN = frozenset({Bearing.BEARS, Bearing.REPEATS})
_A_NAME = 3  # shorter names ("UN") stand inside too many other words to be looked for


def outlooks(
    found: Answer, wanted: Collection[str] | None = None, progress: Progress = silent
) -> tuple[Outlook, ...]:
    """What could be found out about each row that carries a number, in the case's order.

    wanted: ids of rows; all of them if None. Where a deadline lies ahead, looking on the day after
    it is among the choices, because looking earlier cannot tell whether it will have been kept.
    """
    as_of, on = found.asked.as_of, found.asked.on
    known = known_of(found.case, found.reads, as_of, on, found.sights)
    rows = [
        one
        for one in forecasts(known, found.asked.priors).values()
        if wanted is None or one.row in wanted
    ]
    after = {one.row: day for one in rows if (day := _day_after(one, found)) is not None}
    later: dict[date, dict[str, Forecast]] = {}
    for number, day in enumerate(sorted(set(after.values()))):
        progress("looking ahead", number, len(set(after.values())))
        then = known_of(found.case, found.reads, as_of, day, found.sights)
        later[day] = forecasts(then, found.asked.priors)
    made = []
    for one in rows:
        by_day = {on: one}
        if one.row in after and one.row in later[after[one.row]]:
            by_day[after[one.row]] = later[after[one.row]][one.row]
        duty = one.inquiry.question.obligation
        made.append(outlook(by_day, found.case, tuple(_witnesses(duty, known))))
    return tuple(made)


def most_telling(found: Collection[Outlook], limit: int | None = None) -> tuple[Look, ...]:
    """The looks of all rows that tell anything, most telling first."""
    looks = [look for one in found for look in one.looks if look.bits > 0.0]
    return tuple(sorted(looks, key=_order)[:limit])


def _order(look: Look) -> tuple[float, str, date, str, tuple[str, ...]]:
    return -look.bits, look.obligation, look.day, look.by, look.sites


def _day_after(forecast: Forecast, found: Answer) -> date | None:
    """The day after a deadline that lies ahead; None where the duty does not wait for one."""
    status = {one.id: one.status for one in found.assessment.judgements}.get(forecast.row)
    deadline = forecast.inquiry.question.terms.deadline
    if status is not Status.PENDING or deadline is None:
        return None
    return deadline + timedelta(days=1)


def _witnesses(duty: Obligation, known: Known) -> Iterator[Witness]:
    """Who could be asked: the other side, and whom the case names as watching or verifying it."""
    case = known.case
    actors = actors_by_id(case)
    spoken = {one.origin for one in known.items(duty.id) if one.bearing in _SPOKEN}
    for actor, role in _to_ask(duty, case).items():
        side = side_of(actor, duty, case)
        if actor not in actors or side is Side.OWN:
            continue
        right, wrong = LETTERS[actors[actor].reliability]
        yield Witness(
            actor=actor,
            name=actors[actor].names[0],
            role=role,
            reliability=Reliability(right, wrong, f"letter {actors[actor].reliability.value}"),
            praises=PRAISES[side],
            spoken=root(actor, actors) in spoken,
        )


def _to_ask(duty: Obligation, case: Case) -> dict[str, str]:
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
