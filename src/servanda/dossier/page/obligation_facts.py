"""The facts of an obligation to print: terms in force, amendments, condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from servanda.dossier.charts.lanes import AmendmentMark
from servanda.dossier.page.catalogue import Catalogue
from servanda.dossier.print.dates import date_range_text, long_day, short_day
from servanda.plurals import amount_phrase
from servanda.records import (
    Amendment,
    BoundDirection,
    Condition,
    ConditionMode,
    Force,
    Obligation,
    ObligationKind,
    Terms,
    out_of_force,
    public_by,
    terms_in_force,
)

__all__ = [
    "amendment_marks",
    "amendment_text",
    "conditions",
    "facts",
    "public_amendments",
]

_KINDS = {
    ObligationKind.STATE: "reach and keep a state",
    ObligationKind.ABSTAIN: "abstain from an act",
    ObligationKind.LEVEL: "keep a quantity at a level",
    ObligationKind.ACT: "do something once",
}


def public_amendments(duty: Obligation, as_of: date) -> tuple[Amendment, ...]:
    """The amendments that were public by `as_of`, in order of taking effect."""
    known = (change for change in duty.amendments if public_by(change.published, as_of))
    return tuple(sorted(known, key=lambda change: change.effective))


def facts(duty: Obligation, catalogue: Catalogue) -> list[tuple[str, str]]:
    """The facts that one obligation has, each as a name and a text."""
    now = terms_in_force(duty, catalogue.as_of, catalogue.on)
    runs = duty.kind is ObligationKind.ABSTAIN or duty.rate is not None
    ends = "until" if runs else "due"
    rows = [
        ("bearer", " and ".join(catalogue.actor(key) for key in duty.bearers)),
        ("kind", _KINDS[duty.kind]),
        ("binds from", _start(duty, catalogue.as_of)),
        (ends, "no day set" if now.deadline is None else long_day(now.deadline)),
        ("reckoned", _reckoning(duty, catalogue.as_of)),
        ("in force", _force(duty.force, catalogue)),
        ("asked", _requirement(duty, now)),
        ("concerns", duty.aspect),
        ("places", _places(duty.sites, catalogue)),
        ("must be visible", _size(duty.min_size_m)),
        ("verification", duty.verification),
    ]
    return [(term, text) for term, text in rows if text]


def _start(duty: Obligation, as_of: date) -> str:
    start = duty.start if duty.start_after is None else duty.start_after.day_as_of(as_of)
    return "a day not known yet" if start is None else long_day(start)


def _reckoning(duty: Obligation, as_of: date) -> str:
    """How its days are reckoned, where its text gives none."""
    rules = (("from", duty.start_after), ("due", duty.deadline_after))
    return "; ".join(f"{what} {rule.in_words(as_of)}" for what, rule in rules if rule)


def _force(force: Force | None, catalogue: Catalogue) -> str:
    """Its term, and why it is not in force on the day asked about, where it is not."""
    if force is None:
        return ""
    gap = out_of_force(force, catalogue.as_of, catalogue.on)
    if gap is not None:
        return replace(gap, by=tuple(map(catalogue.actor, gap.by))).why
    last = force.last_day(catalogue.as_of)
    return "without a term" if last is None else f"until {long_day(last)}"


def _requirement(duty: Obligation, now: Terms) -> str:
    unit = duty.unit or ""
    parts = []
    if duty.count is not None or duty.kind is ObligationKind.STATE:
        parts.append(f"{now.count} \N{MULTIPLICATION SIGN} {unit}" if unit else str(now.count))
    if now.preserve:
        parts.append(f"{now.preserve} more to stay as before")
    if now.bound is not None:
        side = "at most" if now.bound.direction is BoundDirection.AT_MOST else "at least"
        parts.append(f"{side} {amount_phrase(f'{now.bound.value:,g}', unit)}")
    if now.rate is not None:
        side = "at most" if now.rate.at_least is None else "at least"
        amount = amount_phrase(f"{now.rate.amount:,g}", now.rate.unit)
        parts.append(f"{side} {amount} a {now.rate.per}")
    return ", ".join(parts)


def _size(min_size_m: float | None) -> str | None:
    return None if min_size_m is None else f"things of {min_size_m:g} m, to be judged from above"


def _places(keys: Sequence[str], catalogue: Catalogue) -> str:
    """The names of the sites, those with a common note together and the note after them."""
    by_note: dict[str, list[str]] = {}
    for key in keys:
        by_note.setdefault(_note(key, catalogue), []).append(catalogue.site(key))
    return "; ".join(
        ", ".join(names) + (f" ({note})" if note else "") for note, names in by_note.items()
    )


def _note(key: str, catalogue: Catalogue) -> str:
    site = catalogue.sites.get(key)
    if site is None:
        return ""
    notes = ["SIMULATED"] if site.simulated else []
    if site.geometry is None:
        notes.append(f"place not published: {site.no_geometry_reason or 'no reason given'}")
    return "; ".join(notes)


def amendment_marks(duty: Obligation, as_of: date) -> list[AmendmentMark]:
    """The marks of the amendments on a chart."""
    return [
        AmendmentMark(change.effective, change.note) for change in public_amendments(duty, as_of)
    ]


def amendment_text(change: Amendment) -> str:
    """What an amendment changed: "10 asked, 1 to stay as before"."""
    set_terms = []
    if change.count is not None:
        set_terms.append(f"{change.count} asked")
    if change.preserve is not None:
        set_terms.append(f"{change.preserve} to stay as before")
    if change.deadline is not None:
        set_terms.append(f"due {short_day(change.deadline)}")
    if change.value is not None:
        set_terms.append(f"level {change.value:g}")
    return ", ".join(set_terms) or "no term changed"


def conditions(condition: Condition, as_of: date) -> list[str]:
    """The condition in words, then each known change of it, by day."""
    lead = {
        ConditionMode.IF: "Not due until this is so:",
        ConditionMode.WHILE: "Due as long as this is so:",
    }[condition.mode]
    known = [change for change in condition.changes if public_by(change.published, as_of)]
    return [f"{lead} {condition.text}"] + [
        f"{'fulfilled' if change.fulfilled else 'not fulfilled'} since {short_day(change.since)} "
        f"(public {date_range_text(change.published)}): {change.note}"
        for change in sorted(known, key=lambda change: change.since)
    ]
