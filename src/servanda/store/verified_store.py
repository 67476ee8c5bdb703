"""What a check of a whole store found in order, and what is worth a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from servanda.records import GENESIS
from servanda.store.timestamps.tokens import HeadTimestamp

__all__ = ["Verified", "VerifiedTimestamp", "first_of"]

MOST_NAMED = 3  # things that a remark names before it says how many more [layout]


@dataclass(frozen=True, slots=True)
class VerifiedTimestamp:
    """A timestamp that holds, and the entry up to which it vouches for the log."""

    stamp: HeadTimestamp
    entry: int


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was checked and found as recorded."""

    entries: int
    records: int  # versions of records, outdated ones included
    files: int  # originals, texts, imagery and pictures
    size_bytes: int  # of the originals and texts
    remarks: tuple[str, ...] = ()  # what is worth a look and changes nothing that is said
    head: str = field(default=GENESIS, compare=False)  # the hash of the last entry
    noted: int | None = field(default=None, compare=False)  # the entry of the head noted elsewhere
    timestamps: tuple[VerifiedTimestamp, ...] = ()


def first_of(what: str, things: Sequence[str]) -> str:
    """A remark with the first things that it is about, and how many more there are."""
    more = f" and {len(things) - MOST_NAMED} more" if len(things) > MOST_NAMED else ""
    return f"{what}: {', '.join(things[:MOST_NAMED])}{more}"
