"""One obligation or matter in full: clause, timeline, reasons, blind spots, items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from servanda.dossier.charts.histogram import histogram
from servanda.dossier.charts.timeline import ribbon
from servanda.dossier.charts.waterfall import bar, steps
from servanda.dossier.page.blind_spot_reach import reach
from servanda.dossier.page.catalogue import Catalogue
from servanda.dossier.page.item import EvidenceCard, evidence_card, item_mark
from servanda.dossier.page.obligation_facts import (
    amendment_marks,
    amendment_text,
    conditions,
    facts,
    public_amendments,
)
from servanda.dossier.page.row import BLIND, JudgementRow, clocks
from servanda.dossier.page.schedule_rows import ScheduleRow, schedule_rows
from servanda.dossier.print.account_words import LINE_WORDS
from servanda.dossier.print.closing import round_parts
from servanda.dossier.print.dates import date_range_text
from servanda.dossier.print.degree_words import degrees_in_words
from servanda.dossier.print.numbers import Figures, exact_number, rounded_probability
from servanda.dossier.print.status_words import STATUS_WORDS
from servanda.dossier.print.untrusted_text import web_address
from servanda.records import (
    AccountLine,
    Contribution,
    Evidence,
    Instrument,
    Judgement,
    LineKind,
    Moment,
    Obligation,
)

__all__ = ["Section", "judgement_section"]


@dataclass(frozen=True, slots=True)
class ItemContribution:
    """One item under its origin's bar."""

    item: str  # "E12", or the id of an item that is not in the trail
    known: bool
    says: str
    published: str
    decibans: Markup


@dataclass(frozen=True, slots=True)
class OriginBar:
    """One cause's bar in the waterfall, with the items folded inside."""

    origin: str
    sure: bool
    bar: Markup
    decibans: Markup
    error: Markup | None  # standard error of the decibans; None where they are exact
    items: tuple[ItemContribution, ...]


@dataclass(frozen=True, slots=True)
class BlindSpotReach:
    """One blind spot, and how far seeing it could have moved the number."""

    kind: str
    why: str
    decibans: Markup
    low: Markup | None
    high: Markup | None


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A day on which the printed number or the status changed."""

    day: str
    status: str
    probability: Markup | None
    low: Markup | None
    high: Markup | None


@dataclass(frozen=True, slots=True)
class Section:
    """Everything about one row."""

    row: JudgementRow
    instrument: Instrument | None
    instrument_address: str | None
    facts: tuple[tuple[str, str], ...]
    dates: tuple[ScheduleRow, ...]
    amendments: tuple[tuple[str, str, str, str], ...]  # effective, public, terms, note
    conditions: tuple[str, ...]
    ribbon: Markup | None
    turns: tuple[TurningPoint, ...]
    histogram: Markup | None
    forces: tuple[OriginBar, ...]
    pairs: tuple[tuple[EvidenceCard | str, EvidenceCard | str], ...]
    unseen: tuple[BlindSpotReach, ...]
    items: tuple[EvidenceCard, ...]  # those that move the number, strongest first
    still: tuple[EvidenceCard, ...]  # those that move nothing


def judgement_section(
    judgement: Judgement, row: JudgementRow, figures: Figures, catalogue: Catalogue
) -> Section:
    """The section of one judgement; figures: the numbers of the whole assessment."""
    duty = catalogue.obligations.get(judgement.id)
    instrument = None if duty is None else catalogue.instruments.get(duty.instrument)
    evidence = [item for item in catalogue.evidence.values() if item.obligation == judgement.id]
    items = _items(judgement, row, evidence, figures, catalogue)
    moving = {label for label, item in items.items() if item.moves is not None}
    timeline = catalogue.timelines.get(judgement.id) if row.numbered else None
    return Section(
        row=row,
        instrument=instrument,
        instrument_address=None if instrument is None else web_address(instrument.url),
        facts=() if duty is None else (*facts(duty, catalogue), *degrees_in_words(judgement)),
        dates=tuple(schedule_rows(judgement, row.index, figures)),
        amendments=() if duty is None else _amendments(duty, catalogue),
        conditions=_conditions(duty, catalogue),
        ribbon=_ribbon(judgement.id, row, evidence, catalogue),
        turns=() if timeline is None else _turning_points(timeline.moments),
        histogram=_histogram(judgement, row),
        forces=_account_bars(judgement, row, figures, catalogue),
        pairs=_contradictions(judgement, items),
        unseen=_blind_spots(judgement, row, figures),
        items=tuple(item for key, item in items.items() if key in moving),
        still=tuple(item for key, item in items.items() if key not in moving),
    )


def _items(
    judgement: Judgement,
    row: JudgementRow,
    evidence: Sequence[Evidence],
    figures: Figures,
    catalogue: Catalogue,
) -> dict[str, EvidenceCard]:
    """The items by evidence id, those that move the number first, in the order of the JSON."""
    places: dict[str, int] = {}
    for n, contribution in enumerate(judgement.contributions):
        places.setdefault(contribution.evidence, n)
    last = len(places) + 1
    ordered = sorted(evidence, key=lambda item: places.get(item.id, last))
    return {
        item.id: evidence_card(item, catalogue, _effect(places.get(item.id), row, figures))
        for item in ordered
    }


def _effect(place: int | None, row: JudgementRow, figures: Figures) -> Markup | None:
    if place is None:
        return None
    return figures.decibans("obligations", row.index, "contributions", place, "decibans")


def _amendments(duty: Obligation, catalogue: Catalogue) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (
            change.effective.isoformat(),
            date_range_text(change.published),
            amendment_text(change),
            change.note,
        )
        for change in public_amendments(duty, catalogue.as_of)
    )


def _conditions(duty: Obligation | None, catalogue: Catalogue) -> tuple[str, ...]:
    if duty is None or duty.condition is None:
        return ()
    return tuple(conditions(duty.condition, catalogue.as_of))


def _ribbon(
    key: str, row: JudgementRow, evidence: Sequence[Evidence], catalogue: Catalogue
) -> Markup | None:
    timeline = catalogue.timelines.get(key)
    if not row.numbered or timeline is None or not timeline.moments:
        return None
    duty = catalogue.obligations.get(key)
    return ribbon(
        timeline,
        clocks(key, catalogue),
        [item_mark(item, catalogue) for item in evidence],
        [] if duty is None else amendment_marks(duty, catalogue.as_of),
        key=row.anchor,
    )


def _turning_points(moments: Sequence[Moment]) -> tuple[TurningPoint, ...]:
    found: list[TurningPoint] = []
    for moment in sorted(moments, key=lambda moment: moment.day):
        interval = moment.interval
        turn = TurningPoint(
            moment.day.isoformat(),
            STATUS_WORDS[moment.status].word,
            _probability_markup(moment.probability_met),
            _probability_markup(None if interval is None else interval.low),
            _probability_markup(None if interval is None else interval.high),
        )
        if not found or _visible_text(turn) != _visible_text(found[-1]):
            found.append(turn)
    return tuple(found)


def _probability_markup(probability: float | None) -> Markup | None:
    if probability is None:
        return None
    return exact_number(probability, rounded_probability(probability))


def _visible_text(turn: TurningPoint) -> tuple[str | None, ...]:
    numbers = (turn.probability, turn.low, turn.high)
    return (turn.status, *(None if n is None else n.striptags() for n in numbers))


def _histogram(judgement: Judgement, row: JudgementRow) -> Markup | None:
    if not row.numbered or judgement.count is None or not judgement.count.distribution:
        return None
    return histogram(judgement.count, key=f"{row.anchor}-n")


def _account_bars(
    judgement: Judgement, row: JudgementRow, figures: Figures, catalogue: Catalogue
) -> tuple[OriginBar, ...]:
    """The bars of the account: what was assumed, then each cause, each from where one ended."""
    account = judgement.account
    if account is None:
        return ()
    parts = [account.prior_decibans, *(line.decibans for line in account.lines)]
    shown = round_parts(parts, total=account.decibans)
    drawn = [bar(step) for step in steps(parts)]
    place = ("obligations", row.index, "explanation")
    first = figures.part(shown[0], *place, "prior_decibans")
    bars = [OriginBar("assumed beforehand", True, drawn[0], first, None, ())]
    for n, line in enumerate(account.lines):
        error = figures.size(*place, "lines", n, "standard_error") if line.standard_error else None
        bars.append(
            OriginBar(
                _line_name(line, catalogue),
                line.origin is None or catalogue.origin_sure(line.origin),
                drawn[n + 1],
                figures.part(shown[n + 1], *place, "lines", n, "decibans"),
                error,
                tuple(_line_items(judgement, line, row, figures, catalogue)),
            )
        )
    return tuple(bars)


def _line_name(line: AccountLine, catalogue: Catalogue) -> str:
    if line.origin is None:
        return LINE_WORDS[line.kind]
    name = catalogue.origin(line.origin)
    return f"{name}: {LINE_WORDS[line.kind]}" if line.kind is LineKind.SILENCE else name


def _line_items(
    judgement: Judgement,
    line: AccountLine,
    row: JudgementRow,
    figures: Figures,
    catalogue: Catalogue,
) -> Iterator[ItemContribution]:
    """The items of a line that are listed, largest first."""
    for n, contribution in enumerate(judgement.contributions):
        if contribution.evidence in line.evidence:
            yield _item_contribution(contribution, _contribution(n, row, figures), catalogue)


def _contribution(place: int, row: JudgementRow, figures: Figures) -> Markup:
    return figures.decibans("obligations", row.index, "contributions", place, "decibans")


def _item_contribution(
    contribution: Contribution, decibans: Markup, catalogue: Catalogue
) -> ItemContribution:
    item = catalogue.evidence.get(contribution.evidence)
    return ItemContribution(
        item=catalogue.evidence_label(contribution.evidence) or contribution.evidence,
        known=item is not None,
        says="" if item is None else item.says,
        published=contribution.published.isoformat(),
        decibans=decibans,
    )


def _contradictions(
    judgement: Judgement, items: dict[str, EvidenceCard]
) -> tuple[tuple[EvidenceCard | str, EvidenceCard | str], ...]:
    """The contradicting pairs; an item that is not in the trail is given as its id."""
    return tuple(
        (items.get(first, first), items.get(second, second))
        for first, second in judgement.contradictions
    )


def _blind_spots(
    judgement: Judgement, row: JudgementRow, figures: Figures
) -> tuple[BlindSpotReach, ...]:
    probability = judgement.probability_met if row.numbered else None
    found = []
    for n, spot in enumerate(judgement.blind_spots):
        low, high = (
            (None, None)
            if probability is None
            else (_probability_markup(end) for end in reach(probability, spot.decibans))
        )
        size = figures.size("obligations", row.index, "blind_spots", n, "decibans")
        found.append(BlindSpotReach(BLIND[spot.kind], spot.why, size, low, high))
    return tuple(found)
