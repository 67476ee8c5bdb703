"""Texts of which a dossier shows only parts: what it does not show is blank, and costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from servanda.records import Span

__all__ = ["blank_out", "pack_blanks", "unpack_blanks"]

Packed = str | Sequence[int | str]

# Shorter runs of blanks stay as they are: a number in a list would take as much room. [layout]
_RUN = re.compile(" {8,}")


def blank_out(text: str, shown: Iterable[Span]) -> str:
    """The text with a blank for every character outside the spans; its offsets stay right."""
    parts, at = [], 0
    for span in sorted(shown, key=lambda span: (span.start, span.end)):
        start, end = max(at, min(span.start, len(text))), min(span.end, len(text))
        if start < end:
            parts += [" " * (start - at), text[start:end]]
            at = end
    return "".join([*parts, " " * (len(text) - at)])


def pack_blanks(text: str) -> Packed:
    """The text as parts, a number standing for so many blanks; itself where it has no long run."""
    parts: list[int | str] = []
    at = 0
    for run in _RUN.finditer(text):
        parts += [text[at : run.start()], run.end() - run.start()]
        at = run.end()
    return [part for part in (*parts, text[at:]) if part != ""] if parts else text


def unpack_blanks(packed: object, longest: int) -> str:
    """The text that `pack_blanks` packed. Raises ValueError where it is longer or none."""
    parts = [packed] if isinstance(packed, str) else packed
    if not isinstance(parts, list):
        raise ValueError("a text is missing")
    length = 0
    for part in parts:
        if isinstance(part, bool) or not isinstance(part, int | str):
            raise ValueError("a text has a part that is neither text nor a number of blanks")
        length += len(part) if isinstance(part, str) else part
        if length > longest or (isinstance(part, int) and part < 0):
            raise ValueError(f"a text is longer than {longest:,} characters")
    return "".join(part if isinstance(part, str) else " " * part for part in parts)
