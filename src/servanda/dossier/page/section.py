"""One obligation or matter in full: the clause, the ribbon, why, against it, cannot see, items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from servanda.dossier.charts.histogram import histogram
from servanda.dossier.charts.timeline import ribbon
from servanda.dossier.charts.waterfall import bar, steps, strongest
from servanda.dossier.page.blind_spot_reach import reach
from servanda.dossier.page.catalogue import Catalogue
from servanda.dossier.page.item import Item, happening, shown_item
from servanda.dossier.page.obligation_facts import (
    amended,
    changes,
    conditions,
    facts,
    public_amendments,
)
from servanda.dossier.page.row import BLIND, Row, clocks
from servanda.dossier.print.dates import written
from servanda.dossier.print.numbers import Figures, exact, rounded_probability
from servanda.dossier.print.status_words import MANNERS
from servanda.dossier.print.untrusted_text import web_address
from servanda.records import Contribution, Evidence, Instrument, Judgement, Moment, Obligation

__all__ = ["Section", "shown_section"]


@dataclass(frozen=True, slots=True)
class Moved:
    """One item under its origin's bar."""

    item: str  # "E12", or the id of an item that is not in the trail
    known: bool
    says: str
    published: str
    decibans: Markup


@dataclass(frozen=True, slots=True)
class Force:
    """One origin's bar in the waterfall, with the items folded inside."""

    origin: str
    sure: bool
    bar: Markup
    decibans: Markup
    items: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """One blind spot, and where seeing it could have put the number."""

    kind: str
    why: str
    decibans: Markup
    low: Markup | None
    high: Markup | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One day on which the number, as printed, or the status became another."""

    day: str
    status: str
    probability: Markup | None
    low: Markup | None
    high: Markup | None


@dataclass(frozen=True, slots=True)
class Section:
    """Everything about one row."""

    row: Row
    instrument: Instrument | None
    instrument_address: str | None
    facts: tuple[tuple[str, str], ...]
    amendments: tuple[tuple[str, str, str, str], ...]  # effective, public, terms, note
    conditions: tuple[str, ...]
    ribbon: Markup | None
    turns: tuple[Turn, ...]
    histogram: Markup | None
    forces: tuple[Force, ...]
    pairs: tuple[tuple[Item | str, Item | str], ...]
    unseen: tuple[Unseen, ...]
    items: tuple[Item, ...]  # that move the number, strongest first
    still: tuple[Item, ...]  # kept, and move nothing


def shown_section(
    judgement: Judgement, row: Row, figures: Figures, catalogue: Catalogue
) -> Section:
    """The section of one judgement; figures: the numbers of the whole assessment."""
    duty = catalogue.obligations.get(judgement.id)
    instrument = None if duty is None else catalogue.instruments.get(duty.instrument)
    evidence = [e for e in catalogue.evidence.values() if e.obligation == judgement.id]
    items = _items(judgement, row, evidence, figures, catalogue)
    moving = {label for label, item in items.items() if item.moves is not None}
    timeline = catalogue.timelines.get(judgement.id) if row.numbered else None
    return Section(
        row=row,
        instrument=instrument,
        instrument_address=None if instrument is None else web_address(instrument.url),
        facts=() if duty is None else tuple(facts(duty, catalogue)),
        amendments=() if duty is None else _amendments(duty, catalogue),
        conditions=_conditions(duty, catalogue),
        ribbon=_ribbon(judgement.id, row, evidence, catalogue),
        turns=() if timeline is None else _turns(timeline.moments),
        histogram=_histogram(judgement, row),
        forces=_forces(judgement, row, figures, catalogue),
        pairs=_pairs(judgement, items),
        unseen=_unseen(judgement, row, figures),
        items=tuple(item for key, item in items.items() if key in moving),
        still=tuple(item for key, item in items.items() if key not in moving),
    )


def _items(
    judgement: Judgement,
    row: Row,
    evidence: Sequence[Evidence],
    figures: Figures,
    catalogue: Catalogue,
) -> dict[str, Item]:
    """The items by evidence id: those that move the number first, in the JSON's order."""
    places: dict[str, int] = {}
    for n, contribution in enumerate(judgement.contributions):
        places.setdefault(contribution.evidence, n)
    last = len(places) + 1
    ordered = sorted(evidence, key=lambda item: places.get(item.id, last))
    return {
        item.id: shown_item(item, catalogue, _effect(places.get(item.id), row, figures))
        for item in ordered
    }


def _effect(place: int | None, row: Row, figures: Figures) -> Markup | None:
    if place is None:
        return None
    return figures.decibans("obligations", row.index, "contributions", place, "decibans")


def _amendments(duty: Obligation, catalogue: Catalogue) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (change.effective.isoformat(), written(change.published), amended(change), change.note)
        for change in public_amendments(duty, catalogue.as_of)
    )


def _conditions(duty: Obligation | None, catalogue: Catalogue) -> tuple[str, ...]:
    if duty is None or duty.condition is None:
        return ()
    return tuple(conditions(duty.condition, catalogue.as_of))


def _ribbon(
    key: str, row: Row, evidence: Sequence[Evidence], catalogue: Catalogue
) -> Markup | None:
    timeline = catalogue.timelines.get(key)
    if not row.numbered or timeline is None or not timeline.moments:
        return None
    duty = catalogue.obligations.get(key)
    return ribbon(
        timeline,
        clocks(key, catalogue),
        [happening(item, catalogue) for item in evidence],
        [] if duty is None else changes(duty, catalogue.as_of),
        key=row.anchor,
    )


def _turns(moments: Sequence[Moment]) -> tuple[Turn, ...]:
    found: list[Turn] = []
    for moment in sorted(moments, key=lambda moment: moment.day):
        interval = moment.interval
        turn = Turn(
            moment.day.isoformat(),
            MANNERS[moment.status].word,
            _rounded(moment.probability_met),
            _rounded(None if interval is None else interval.low),
            _rounded(None if interval is None else interval.high),
        )
        if not found or _printed(turn) != _printed(found[-1]):
            found.append(turn)
    return tuple(found)


def _rounded(probability: float | None) -> Markup | None:
    return None if probability is None else exact(probability, rounded_probability(probability))


def _printed(turn: Turn) -> tuple[str | None, ...]:
    numbers = (turn.probability, turn.low, turn.high)
    return (turn.status, *(None if n is None else n.striptags() for n in numbers))


def _histogram(judgement: Judgement, row: Row) -> Markup | None:
    if not row.numbered or judgement.count is None or not judgement.count.distribution:
        return None
    return histogram(judgement.count, key=f"{row.anchor}-n")


def _forces(
    judgement: Judgement, row: Row, figures: Figures, catalogue: Catalogue
) -> tuple[Force, ...]:
    """One bar an origin, largest first; the bar is the origin's strongest item."""
    groups: dict[str, list[int]] = {}
    for n, contribution in enumerate(judgement.contributions):
        groups.setdefault(contribution.origin, []).append(n)
    effects = [contribution.decibans for contribution in judgement.contributions]
    heads = {
        origin: places[strongest([effects[n] for n in places])] for origin, places in groups.items()
    }
    ordered = sorted(heads, key=lambda origin: -abs(effects[heads[origin]]))
    bars = [bar(step) for step in steps([effects[heads[origin]] for origin in ordered])]
    return tuple(
        Force(
            origin=catalogue.origin(origin),
            sure=catalogue.origin_sure(origin),
            bar=drawn,
            decibans=_contribution(heads[origin], row, figures),
            items=tuple(
                _moved(judgement.contributions[n], _contribution(n, row, figures), catalogue)
                for n in groups[origin]
            ),
        )
        for origin, drawn in zip(ordered, bars, strict=True)
    )


def _contribution(place: int, row: Row, figures: Figures) -> Markup:
    return figures.decibans("obligations", row.index, "contributions", place, "decibans")


def _moved(contribution: Contribution, decibans: Markup, catalogue: Catalogue) -> Moved:
    item = catalogue.evidence.get(contribution.evidence)
    return Moved(
        item=catalogue.evidence_label(contribution.evidence) or contribution.evidence,
        known=item is not None,
        says="" if item is None else item.says,
        published=contribution.published.isoformat(),
        decibans=decibans,
    )


def _pairs(
    judgement: Judgement, items: dict[str, Item]
) -> tuple[tuple[Item | str, Item | str], ...]:
    """Contradictions; an item that is not in the trail stands as its id."""
    return tuple(
        (items.get(first, first), items.get(second, second))
        for first, second in judgement.contradictions
    )


def _unseen(judgement: Judgement, row: Row, figures: Figures) -> tuple[Unseen, ...]:
    probability = judgement.probability_met if row.numbered else None
    found = []
    for n, spot in enumerate(judgement.blind_spots):
        low, high = (
            (None, None)
            if probability is None
            else (_rounded(end) for end in reach(probability, spot.decibans))
        )
        size = figures.size("obligations", row.index, "blind_spots", n, "decibans")
        found.append(Unseen(BLIND[spot.kind], spot.why, size, low, high))
    return tuple(found)
