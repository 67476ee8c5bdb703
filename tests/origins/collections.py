"""Small collections that the tests of the room share."""

from __future__ import annotations

from functools import cache

from servanda.origins.lineages.rows import reuse_links, sentence_origins
from servanda.origins.lineages.trace import Traced, trace_origins
from servanda.origins.reuse.links import ReuseVerifier
from servanda.pipeline import load_reuse_verifier
from servanda.records import TracedText

__all__ = ["COPY", "OTHER", "REPORT", "SECOND", "origin_of", "rows_of", "text", "traced"]

# One report, its rewriting, another reporter's words about the same event, and another matter.
REPORT = (
    "On 3 May sappers of Belasar lifted 34 mines along the road to Hafir, the mission said.",
    "The road had been closed to lorries since the winter fighting around Ondal.",
    "Prince Marwen Tarsi promised to clear the remaining 120 charges before the harvest.",
    "Traders in Hafir welcomed the news and asked for the customs hall to be opened as well.",
)
COPY = (
    "On 3 May deminers of Belasar removed 34 mines along the route to Hafir, the mission said.",
    "The route had been shut to trucks since the winter battle around Ondal.",
    "Prince Marwen Tarsi vowed to clear the leftover 120 charges before the harvest.",
    "Merchants in Hafir hailed the news and asked for the customs hall to be opened as well.",
)
SECOND = (
    "Belasar can show 34 fewer explosives near Hafir since 3 May, a count it had owed for a year.",
    "Our reporter walked behind the dogs and saw the last crater filled with gravel.",
    "Nobody at the roadside knew who had laid the belt, and few wished to guess.",
)
OTHER = (
    "The Transitional Assembly of Corvane sat for nine hours without reaching the budget.",
    "Two members slept on the benches while the clerk read the schedule of fisheries.",
    "A vote on the river ports is expected in the second week of October.",
)


@cache
def verifier() -> ReuseVerifier:
    """The fitted judge."""
    return load_reuse_verifier()


def text(
    name: str,
    sentences: tuple[str, ...],
    day: float | None = None,
    outlet: str | None = None,
) -> TracedText:
    """A document of a day."""
    return TracedText(name, sentences, outlet, None if day is None else (day, day))


def traced(*texts: TracedText) -> Traced:
    """What is found in texts."""
    return trace_origins(texts, verifier())


def rows_of(found: Traced) -> tuple[object, ...]:
    """Everything that is written of it, to be compared."""
    return (*reuse_links(found), *sentence_origins(found))


def origin_of(found: Traced, name: str, sentence: int) -> str:
    """The origin of a sentence."""
    return next(
        row.origin
        for row in sentence_origins(found)
        if (row.document, row.sentence) == (name, sentence)
    )
