"""What a draft of a case is made of: keys with values, and the sentence behind each."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

__all__ = ["UNKNOWN_DAY", "CaseDraft", "DraftField", "DraftIds", "FieldBlock", "slug"]

UNKNOWN_DAY = date(1900, 1, 1)  # a day that nobody takes for the true one
_LONGEST_ID = 60  # characters [layout]


@dataclass(frozen=True, slots=True)
class DraftField:
    """One key with its value, the sentence it comes from and what to check."""

    key: str
    value: str | int | float | date | tuple[str, ...] | FieldBlock
    sentence: str  # of the text, as it stands; "" where no sentence says it
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FieldBlock:
    """Keys that belong together, in order."""

    fields: tuple[DraftField, ...]

    def get(self, key: str) -> object:
        """The value of a key; None where the block has not got it."""
        return next((drafted.value for drafted in self.fields if drafted.key == key), None)


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A case as far as one text tells it."""

    head: FieldBlock
    actors: tuple[FieldBlock, ...]
    sources: tuple[FieldBlock, ...]
    instruments: tuple[FieldBlock, ...]
    obligations: tuple[FieldBlock, ...]
    sites: tuple[FieldBlock, ...]
    events: tuple[FieldBlock, ...] = ()


@dataclass
class DraftIds:
    """Ids that are all different, capitals aside."""

    taken: set[str] = field(default_factory=set)

    def allocate(self, words: str, otherwise: str) -> str:
        base = slug(words) or otherwise
        number, made = 1, base
        while made in self.taken:
            number += 1
            made = f"{base}-{number}"
        self.taken.add(made)
        return made


def slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_ID].strip("-")
