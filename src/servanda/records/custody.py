"""The custody log: who did what to which bytes, when; each entry holds the hash of the last."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from servanda.records.codec import canonical_json, sha256

__all__ = ["GENESIS", "CustodyEntry", "CustodyLink", "entry_hash"]

GENESIS = "0" * 64  # stands as the hash before the first entry


@dataclass(frozen=True, slots=True)
class CustodyEntry:
    """One entry of the log: an act that added or changed something."""

    sequence: int  # 1, 2, 3, ... without gaps
    who: str
    what: str  # the act: "add document", "load case", ...
    subject: str  # what it was done to, by id
    digest: str  # SHA-256 of what was kept
    when: datetime  # aware, UTC
    previous: str  # hash of the entry before, GENESIS for the first
    hash: str  # of everything above

    def values(self) -> dict[str, object]:
        """The entry as JSON values, its time as ISO 8601."""
        return asdict(self) | {"when": self.when.isoformat()}


@dataclass(frozen=True, slots=True)
class CustodyLink:
    """One link of a log that is shown in part: its hash, and the entry where that is shown."""

    hash: str
    entry: CustodyEntry | None  # None: it is about something else; the hash alone holds its place


def entry_hash(
    sequence: int, who: str, what: str, subject: str, digest: str, when: datetime, previous: str
) -> str:
    """The SHA-256 of an entry: of its fields as canonical JSON.

    when: aware; a moment in another zone gives another hash, so pass UTC.
    """
    fields = [sequence, who, what, subject, digest, when.isoformat(), previous]
    return sha256(canonical_json(fields).encode("utf-8"))
