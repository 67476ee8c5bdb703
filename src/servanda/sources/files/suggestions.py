"""What somebody may have meant: the known word that is most like the one written."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz import fuzz, process

from servanda.sources.files.problems import printable

__all__ = ["closest_match", "suggest"]

# Of 100. "dedline" and "deadline" are alike by 93, "tilte" and "title" by 80, "name" and "names" by
# 89; of unrelated keys of our formats few pairs reach 60. [judgement; not from outside]
ALIKE = 65

LISTED = 20  # known words in one message [layout]


def closest_match(word: str, known: Collection[str], alike: float = ALIKE) -> str | None:
    """The known word most like `word`, None if none is like it; of equals the first by alphabet."""
    found = process.extractOne(
        word, sorted(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=alike
    )
    return found[0] if found else None


def suggest(word: str, known: Collection[str]) -> str:
    """Advice: the nearest known word, or the known ones."""
    found = closest_match(word, known)
    if found is not None:
        return f"did you mean {printable(found)!r}?"
    if not known:
        return "none is declared yet: declare it"
    names = sorted(known)
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return "write one of " + ", ".join(printable(name) for name in names[:LISTED]) + more
