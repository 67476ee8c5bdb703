"""One obligation or matter as a row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from servanda.dossier.charts.histogram import likeliest_count, mini_histogram
from servanda.dossier.charts.sparkline import sparkline
from servanda.dossier.charts.time_axis import Clocks
from servanda.dossier.page.catalogue import Catalogue
from servanda.dossier.print.dates import short_day
from servanda.dossier.print.numbers import rounded_probability
from servanda.dossier.print.status_words import NO_NUMBER, STATUS_WORDS, StatusWords
from servanda.records import (
    BlindSpotKind,
    Instalment,
    Judgement,
    ObligationKind,
    terms_in_force,
)

__all__ = ["BLIND", "JudgementRow", "clocks", "judgement_row"]

BLIND = {
    BlindSpotKind.NOT_LOOKED: "nobody looked",
    BlindSpotKind.CLOUD: "cloud",
    BlindSpotKind.SEASON: "season",
    BlindSpotKind.BELOW_RESOLUTION: "too small for the pixel",
    BlindSpotKind.UNDERGROUND: "underground",
    BlindSpotKind.NO_ACCESS: "no access",
    BlindSpotKind.MOBILE: "can be moved away",
    BlindSpotKind.LOCATION_UNKNOWN: "place not published",
    BlindSpotKind.GATE: "image failed a check",
}


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One row; `form` is its JSON, from which every number is printed."""

    index: int
    anchor: str
    id: str
    title: str
    detail: str
    bearer: str | None
    due: str | None
    manner: StatusWords
    numbered: bool
    form: dict[str, Any]
    spark: Markup | None
    mini: Markup | None
    likeliest: int | None
    blind: str | None
    general: str | None  # the general obligation that covers a matter
    general_anchor: str | None


def clocks(key: str, catalogue: Catalogue) -> Clocks:
    """Both clocks, and the deadline in force if the id is that of an obligation."""
    duty = catalogue.obligations.get(key)
    due = None if duty is None else terms_in_force(duty, catalogue.as_of, catalogue.on).deadline
    return Clocks(catalogue.as_of, catalogue.on, due)


def judgement_row(
    judgement: Judgement, index: int, form: dict[str, Any], catalogue: Catalogue
) -> JudgementRow:
    """The row of one judgement; form: its row in the assessment's JSON."""
    manner = STATUS_WORDS[judgement.status]
    numbered = judgement.status not in NO_NUMBER and judgement.probability_met is not None
    count = judgement.count if numbered else None
    title, detail = _title(judgement.id, catalogue)
    bearer, due = _bearer(judgement.id, catalogue), _due(judgement.id, judgement.target, catalogue)
    general = judgement.covered_in_general_by
    return JudgementRow(
        index=index,
        anchor=f"o{index + 1}",
        id=judgement.id,
        title=title,
        detail=detail,
        bearer=bearer,
        due=due,
        manner=manner,
        numbered=numbered,
        form=form,
        spark=_spark(judgement, catalogue) if numbered else None,
        mini=None if count is None else mini_histogram(count),
        likeliest=None if count is None else likeliest_count(count),
        blind=BLIND[judgement.blind_spots[0].kind] if judgement.blind_spots else None,
        general=general,
        general_anchor=None if general is None else catalogue.anchor(general),
    )


def _title(key: str, catalogue: Catalogue) -> tuple[str, str]:
    """The question or clause, and the detail that tells it from similar rows."""
    if key in catalogue.matters:
        return catalogue.matters[key].question, "a matter, no obligation of its own"
    duty = catalogue.obligations.get(key)
    if duty is None:
        return key, "not in the case file"
    now = terms_in_force(duty, catalogue.as_of, catalogue.on)
    keep = f"keep {now.preserve}" if now.preserve else None
    return duty.clause, ", ".join(part for part in (duty.aspect, keep) if part)


def _bearer(key: str, catalogue: Catalogue) -> str | None:
    if key in catalogue.obligations:
        bearers = catalogue.obligations[key].bearers
        return " and ".join(map(catalogue.actor, bearers)) or None
    party = catalogue.matters[key].party if key in catalogue.matters else None
    return None if party is None else catalogue.actor(party)


def _due(key: str, target: Instalment | None, catalogue: Catalogue) -> str | None:
    deadline = clocks(key, catalogue).due
    if target is not None:
        return f"{target.count:g} by {short_day(target.due)}"
    if deadline is None:
        return None
    duty = catalogue.obligations[key]
    runs = duty.kind is ObligationKind.ABSTAIN or duty.rate is not None
    return f"until {short_day(deadline)}" if runs else short_day(deadline)


def _spark(judgement: Judgement, catalogue: Catalogue) -> Markup | None:
    timeline = catalogue.timelines.get(judgement.id)
    if timeline is None or not timeline.moments:
        return None
    moments = sorted(timeline.moments, key=lambda moment: moment.day)
    first, last = (
        "no number" if p is None else rounded_probability(p)
        for p in (moments[0].probability_met, moments[-1].probability_met)
    )
    title = (
        f"Probability met: {first} on {short_day(moments[0].day)}, "
        f"{last} on {short_day(moments[-1].day)}"
    )
    return sparkline(timeline, clocks(judgement.id, catalogue), title)
