"""The days over which the kept record would hold what a publisher says.

A page that somebody chose because it speaks of a duty covers nothing: what else its publisher said
was never looked for. Days are covered by

- a coverage that the analyst declares of a source: all of it, from this day to that, is here;
- a series with numbers in its titles ("Weekly report 12"): the days between two issues whose
  numbers follow each other, both of which are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from servanda.evidence.trust.sides import actor_and_wholes, actors_by_id
from servanda.records import Case, DocumentClaims

__all__ = ["Days", "covered_days", "declared_days", "is_of_actor", "within"]

Days = tuple[date, date]  # from the end of the first to the end of the last

_NUMBERED = re.compile(r"(?P<series>\D*?\b)(?P<number>\d{1,4})\b")


def covered_days(
    actor: str, case: Case, public: Sequence[DocumentClaims], as_of: date
) -> tuple[Days, ...]:
    """The days over which what an actor published is kept, in order, apart from each other.

    public: what was public by `as_of`
    """
    declared = declared_days(actor, case, as_of)
    own = [read for read in public if is_of_actor(read, actor, case)]
    return tuple(_joined([*declared, *_between_issues(own)]))


def declared_days(actor: str, case: Case, as_of: date) -> Iterator[Days]:
    """The days until `as_of` for which all that an actor published is declared to be kept."""
    return (
        (coverage.first - timedelta(days=1), min(coverage.last, as_of))
        for source in case.sources
        if _speaks_for(source.actor, actor, case)
        for coverage in source.coverage
        if coverage.first <= as_of
    )


def is_of_actor(read: DocumentClaims, actor: str, case: Case) -> bool:
    """True if a document is an actor's own, or of a part of it."""
    publisher = next(
        (source.actor for source in case.sources if source.id == read.document.source), None
    )
    return _speaks_for(publisher, actor, case)


def within(days: Days, first: date, last: date) -> Days | None:
    """The part of some days that lies in a period; None if there is none."""
    part = max(days[0], first), min(days[1], last)
    return part if part[0] < part[1] else None


def _speaks_for(publisher: str | None, actor: str, case: Case) -> bool:
    return publisher is not None and actor in actor_and_wholes(publisher, actors_by_id(case))


def _between_issues(reads: Iterable[DocumentClaims]) -> Iterator[Days]:
    """The days between issues of one series that follow each other."""
    series: dict[tuple[str | None, str], dict[int, date]] = {}
    for read in reads:
        told = _NUMBERED.match(read.document.title or "")
        if told is not None:
            issues = series.setdefault((read.document.source, told["series"].casefold()), {})
            day = read.document.publication.public_on
            issues[int(told["number"])] = min(day, issues.get(int(told["number"]), day))
    for issues in series.values():
        for (number, day), (following, later) in pairwise(sorted(issues.items())):
            if following == number + 1 and day < later:
                yield day, later


def _joined(runs: Iterable[Days]) -> Iterator[Days]:
    """The runs in order; those that meet or overlap are one."""
    current: Days | None = None
    for first, last in sorted(run for run in runs if run[0] < run[1]):
        if current is not None and first <= current[1]:
            current = (current[0], max(current[1], last))
            continue
        if current is not None:
            yield current
        current = (first, last)
    if current is not None:
        yield current
