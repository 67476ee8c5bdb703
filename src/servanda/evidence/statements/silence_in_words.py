"""What the silence of a watcher is worth, factor by factor, and what would make it count more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from servanda.evidence.statements.covered_days import covered_days, declared_days
from servanda.evidence.statements.reader_shares import SENSITIVITY
from servanda.evidence.statements.watcher_silence import watches
from servanda.records import Case, DocumentClaims, Obligation, Watcher

__all__ = ["silences_in_words"]


def silences_in_words(
    case: Case, obligation: Obligation, public: Sequence[DocumentClaims], as_of: date, until: date
) -> tuple[str, ...]:
    """For each watcher coverage x detection x sensitivity, with values and where each is from.

    Then, if there are any, what would make silence count more.
    until: the last day of the duty that is judged
    """
    days = (min(until, obligation.deadline or until) - obligation.start).days
    if not obligation.watchers or days <= 0:
        return ()
    lines = [
        _in_words(case, obligation, watcher, public, as_of, until, days)
        for watcher in obligation.watchers
    ]
    return (*lines, "; ".join(_would_count_more(obligation)))


def _in_words(
    case: Case,
    obligation: Obligation,
    watcher: Watcher,
    public: Sequence[DocumentClaims],
    as_of: date,
    until: date,
    days: int,
) -> str:
    covered = covered_days(watcher.actor, case, public, as_of)
    watched = sum(
        max(0, (min(watch.last, until) - watch.first).days)
        for watch in watches(obligation, watcher, covered)
    )
    coverage, sensitivity = watched / days, SENSITIVITY[obligation.kind]
    note = f", {watcher.note.rstrip('.')}" if watcher.note else ""
    return (
        f"{watcher.actor}: {coverage:.2f} of the days covered ({watched} of {days}, "
        f"{_ground(watcher, case, as_of)}) x {watcher.detects:g} that it reports a breach "
        f"(`detects` in the case{note}) x {sensitivity:g} that such a report would be read as one "
        "(the least with 90 % confidence, measured on agreements that the reader was not made "
        f"from) = {coverage * watcher.detects * sensitivity:.2f} that its silence would have been "
        "broken by one breach"
    )


def _ground(watcher: Watcher, case: Case, as_of: date) -> str:
    """What makes days count as covered."""
    if any(True for _ in declared_days(watcher.actor, case, as_of)):
        return "by the `coverage` that the case declares of its source"
    return "by issues of a numbered series; no `coverage` is declared of a source of its own"


def _would_count_more(obligation: Obligation) -> Iterator[str]:
    """What an analyst can do about each of the factors."""
    yield (
        "it would count more with more days covered (`coverage` of the source, once all that it "
        "published is kept)"
    )
    yield "with another watcher that publishes by itself (`watchers`)"
    yield (
        "and most by a word of the watcher that there was no breach, which counts as its report "
        "and not as silence: enter it with `servanda claim add`"
    )
