"""Checking a dossier from itself: its bytes, its log, its numbers, its words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import is_zipfile

from servanda import __version__
from servanda.assessment import (
    DEFAULT_PRIORS,
    MODEL,
    PRIOR_NAMES,
    BetaSampler,
    Priors,
    assess,
    change_prior,
    moments,
)
from servanda.dossier import (
    TOLERANCE,
    SealedDossier,
    Trail,
    add_simulation_mark,
    archived_page,
    assessment_json,
    check_kept_files,
    compare_numbers,
    dossier_html,
    read_dossier,
)
from servanda.errors import DossierError, InputError
from servanda.plurals import count_phrase
from servanda.records import (
    GENESIS,
    CustodyLink,
    Grounds,
    Moment,
    entry_hash,
    json_value,
)
from servanda.records.progress import Progress, ignore_progress
from servanda.sources.files.paths import open_regular

__all__ = ["DossierCheck", "check_dossier_file"]

# Bytes of a page: one of 10,000 documents has a tenth. [limit]
LARGEST_PAGE = 500_000_000


@dataclass(frozen=True, slots=True)
class DossierCheck:
    """One thing that was checked and holds."""

    what: str
    found: str


def check_dossier_file(
    path: Path, noted_head: str | None = None, progress: Progress = ignore_progress
) -> Iterator[DossierCheck]:
    """Each thing that holds, in order. Raises DossierError with the first that does not.

    path: an HTML file, or a ZIP of one with the kept files
    noted_head: a head of the custody log that was noted elsewhere and must be in the dossier's
    """
    with open_regular(path, str(path)) as file:
        archived = is_zipfile(file)
        file.seek(0)
        data = archived_page(file, LARGEST_PAGE) if archived else file.read(LARGEST_PAGE + 1)
        if len(data) > LARGEST_PAGE:
            raise DossierError(f"its page has more than {LARGEST_PAGE:,} bytes")
        dossier = read_dossier(data)
        yield DossierCheck("bytes", f"{len(data):,}, all as they were sealed ({dossier.seal})")
        digests = {document.sha256 for document in dossier.trail.documents}
        yield DossierCheck("kept files", _checked_files(file if archived else None, digests))
    try:
        yield from _checks(dossier, noted_head, progress)
    except DossierError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise DossierError(f"its records cannot be reckoned with: {error}") from error


def _checked_files(archive: BinaryIO | None, digests: Collection[str]) -> str:
    if archive is None:
        return f"not in it: {count_phrase(len(digests), 'digest')} to compare with files elsewhere"
    check_kept_files(archive, digests)
    return f"{count_phrase(len(digests), 'file')}, each with the bytes of its digest"


def _checks(
    dossier: SealedDossier, noted_head: str | None, progress: Progress
) -> Iterator[DossierCheck]:
    yield DossierCheck("custody log", _checked_log(dossier.trail, noted_head))
    yield DossierCheck("numbers", _checked_numbers(dossier))
    yield DossierCheck("timelines", _checked_timelines(dossier.trail, progress))
    yield DossierCheck("page", _checked_page(dossier))


def _checked_log(trail: Trail, noted_head: str | None) -> str:
    """The chain: each shown entry has its hash and names the one before it."""
    previous, shown = GENESIS, 0
    for number, link in enumerate(trail.custody, 1):
        if link.entry is not None:
            _check_link(number, link, previous)
            shown += 1
        previous = link.hash
    if previous != (trail.custody_head or GENESIS):
        raise DossierError("custody log: its last entry is not the head that the page prints")
    hashes = {GENESIS, *(link.hash for link in trail.custody)}
    if noted_head is not None and noted_head not in hashes:
        raise DossierError(
            f"custody log: the head {noted_head} is not in it; the dossier is of an older copy, "
            "or of another one"
        )
    return f"{count_phrase(len(trail.custody), 'entry')}, {shown} of them on this case"


def _check_link(number: int, link: CustodyLink, previous: str) -> None:
    entry = link.entry
    assert entry is not None
    fields = (entry.sequence, entry.who, entry.what, entry.subject, entry.digest, entry.when)
    sealed = entry_hash(*fields, previous)
    if (entry.sequence, entry.previous) != (number, previous) or {entry.hash, link.hash} != {
        sealed
    }:
        raise DossierError(f"custody log: entry {number} is not what its hash was made from")


def _checked_numbers(dossier: SealedDossier) -> str:
    """Every number of the assessment, reckoned again from its evidence."""
    trail, grounds = dossier.trail, _grounds(dossier.trail)
    again = assess(grounds.assessed, BetaSampler(grounds.draws, grounds.seed), _priors(grounds))
    again = replace(again, documents=trail.assessment.documents)
    form = add_simulation_mark(assessment_json(again), simulated=trail.simulated)
    numbers = compare_numbers(form, dossier.numbers, "assessment")
    compare_numbers(json_value(again), json_value(trail.assessment), "records")
    return f"{numbers:,} reckoned again, each the same to {TOLERANCE:g}"


def _checked_timelines(trail: Trail, progress: Progress) -> str:
    """Every day of every timeline, reckoned again."""
    grounds = _grounds(trail)
    draws, priors = BetaSampler(grounds.draws, grounds.seed), _priors(grounds)
    duties = {duty.id for duty in grounds.assessed.case.obligations}
    stated: dict[Any, dict[str, Moment]] = {}
    for timeline in trail.timelines:
        for moment in timeline.moments:
            stated.setdefault(moment.day, {})[timeline.obligation] = moment
    days = {known.on: known for known in grounds.by_day}
    if missing := sorted(set(stated) - set(days)):
        raise DossierError(f"timelines: the evidence of {missing[0]} is missing")
    for number, (day, rows) in enumerate(sorted(stated.items())):
        progress("timelines", number, len(stated))
        again = moments(days[day], duties & set(rows), draws, priors)
        for row, moment in rows.items():
            if row not in again:
                raise DossierError(f"timelines: {row} on {day} cannot be reckoned again")
            compare_numbers(json_value(again[row]), json_value(moment), f"{row} on {day}")
    progress("timelines", len(stated), len(stated))
    return f"{count_phrase(sum(map(len, stated.values())), 'day')} reckoned again"


def _checked_page(dossier: SealedDossier) -> str:
    """The page, made again from its records: it says what they say."""
    trail = dossier.trail
    if trail.servanda_version != __version__:
        return f"not made again: it is of Servanda {trail.servanda_version}, this is {__version__}"
    if dossier_html(trail) != dossier.page:
        raise DossierError("page: it says something else than its records")
    return "made again from its records, the same to the last byte"


def _grounds(trail: Trail) -> Grounds:
    if trail.grounds is None:
        raise DossierError("numbers: what they were made from is not in it")
    if trail.assessment.model != MODEL:
        raise DossierError(
            f"numbers: they are of model {trail.assessment.model}, this is {MODEL}; check it with "
            f"Servanda {trail.servanda_version}"
        )
    return trail.grounds


def _priors(grounds: Grounds) -> Priors:
    priors = DEFAULT_PRIORS
    for name, value in sorted(grounds.priors.items()):
        if name not in PRIOR_NAMES:
            raise DossierError(f"numbers: an assumption {name!r} is not known here")
        try:
            priors = change_prior(priors, name, value)
        except InputError as error:
            raise DossierError(f"numbers: assumption {name}={value:g}: {error}") from error
    return priors
