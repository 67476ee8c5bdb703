"""The stored custody log: append inside a write transaction, and read back in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from servanda.errors import CustodyError
from servanda.records import GENESIS, CustodyEntry, entry_hash
from servanda.store.tables.models import CustodyRow

__all__ = [
    "LogAct",
    "append",
    "entry_of",
    "entry_times",
    "head",
    "pages",
    "standing_positions",
    "subject_of",
]

_PAGE = 1000  # entries read or written at a time [limit]


@dataclass(frozen=True, slots=True)
class LogAct:
    """What was done to what: an entry of the log before it is sealed."""

    what: str  # a verb and a noun: "load document"
    subject: str
    digest: str


def subject_of(*parts: str | None) -> str:
    """The subject of an entry: ids, outermost first; a slash inside an id is written %2F."""
    return "/".join((part or "").replace("%", "%25").replace("/", "%2F") for part in parts)


def head(alias: str) -> tuple[int, str]:
    """The sequence and hash of the last entry; 0 and GENESIS if there is none."""
    last = CustodyRow.objects.using(alias).order_by("-sequence").first()
    return (0, GENESIS) if last is None else (last.sequence, last.hash)


def entry_times(alias: str, acts: Collection[str]) -> list[tuple[str, datetime]]:
    """The subject and time, in UTC, of every entry of these acts, oldest first."""
    rows = CustodyRow.objects.using(alias).filter(what__in=set(acts)).order_by("sequence")
    return [(row.subject, datetime.fromisoformat(row.when)) for row in rows.iterator()]


def standing_positions(alias: str, noun: str) -> dict[str, int]:
    """The place in the log of the entry that first stored each standing subject of this noun."""
    acts = [f"{verb} {noun}" for verb in ("add", "load", "detach")]
    rows = CustodyRow.objects.using(alias).filter(what__in=acts).order_by("sequence")
    found: dict[str, int] = {}
    for what, subject, sequence in rows.values_list("what", "subject", "sequence").iterator():
        if what.startswith("detach "):
            found.pop(subject, None)
        else:
            found.setdefault(subject, sequence)
    return found


def append(alias: str, who: str, when: datetime, acts: Sequence[LogAct]) -> None:
    """Append the acts to the log. Only inside `write_transaction`, or the chain would fork.

    when: aware
    """
    if when.tzinfo is None:
        raise ValueError("the store's clock must give aware times")
    moment = when.astimezone(UTC)
    sequence, previous = head(alias)
    rows = []
    for act in acts:
        sequence += 1
        seal = entry_hash(sequence, who, act.what, act.subject, act.digest, moment, previous)
        rows.append(
            CustodyRow(
                sequence=sequence,
                who=who,
                what=act.what,
                subject=act.subject,
                digest=act.digest,
                when=moment.isoformat(),
                previous=previous,
                hash=seal,
            )
        )
        previous = seal
    CustodyRow.objects.using(alias).bulk_create(rows, batch_size=_PAGE)


def pages(alias: str) -> Iterator[list[CustodyRow]]:
    """Every entry in order, in pages; no transaction is held, since the log only grows."""
    after = None
    while True:
        rows = CustodyRow.objects.using(alias).order_by("sequence")
        page = list((rows if after is None else rows.filter(sequence__gt=after))[:_PAGE])
        if not page:
            return
        yield page
        after = page[-1].sequence


def entry_of(row: CustodyRow) -> CustodyEntry:
    """The entry of a row. Raises CustodyError if its time cannot be read."""
    try:
        when = datetime.fromisoformat(row.when)
        if when.tzinfo != UTC or when.isoformat() != row.when:
            raise ValueError("another spelling")
    except ValueError as error:
        raise CustodyError(
            f"custody entry {row.sequence}: {row.when!r} is not a time as Servanda writes it; "
            "restore the database from a backup"
        ) from error
    return CustodyEntry(
        sequence=row.sequence,
        who=row.who,
        what=row.what,
        subject=row.subject,
        digest=row.digest,
        when=when,
        previous=row.previous,
        hash=row.hash,
    )
