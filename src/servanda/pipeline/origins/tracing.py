"""From files to what is known of the origins of their sentences, and to the files that say it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from servanda.atomic_write import write_output
from servanda.claims import sentence_spans
from servanda.origins import (
    BoostedTables,
    ReuseVerifier,
    Traced,
    event_groups,
    event_links,
    remarks_on,
    reuse_links,
    sentence_origins,
    trace_origins,
)
from servanda.records import EventGroup, ReuseLink, TracedText
from servanda.sources.collections.collection import CollectedText, read_collection
from servanda.sources.models.reuse_verifier import read_common_stems, read_reuse_tables

__all__ = ["TracedCollection", "load_reuse_verifier", "trace_collection", "write_tracing"]

MOST_GROUPS = 50  # events that are shown, those of most documents first [layout]


@dataclass(frozen=True, slots=True)
class TracedCollection:
    """What was found, the events that most documents tell of, and what was ignored."""

    traced: Traced
    groups: tuple[EventGroup, ...]
    ignored: tuple[str, ...]


def load_reuse_verifier() -> ReuseVerifier:
    """The fitted judge of text reuse."""
    tables = read_reuse_tables()
    return ReuseVerifier(
        read_common_stems(),
        BoostedTables.from_json(tables["sentences"]),
        BoostedTables.from_json(tables["documents"]),
    )


def trace_collection(paths: Iterable[Path], now: datetime) -> TracedCollection:
    """Read files and folders, and trace every sentence in them. Raises InputError."""
    collection = read_collection(paths, now)
    traced = trace_origins(tuple(map(_split, collection.texts)), load_reuse_verifier())
    groups = event_groups(traced, MOST_GROUPS)
    return TracedCollection(traced, groups, (*collection.ignored, *remarks_on(traced)))


def _split(text: CollectedText) -> TracedText:
    """A document as sentences: its own, or those of our splitter with their spans."""
    if text.text is None:
        return TracedText(text.id, text.sentences, text.outlet, text.appeared)
    spans = sentence_spans(text.text)
    sentences = tuple(text.text[span.start : span.end] for span in spans)
    return TracedText(text.id, sentences, text.outlet, text.appeared, spans)


def write_tracing(traced: Traced, folder: Path, least: float) -> None:
    """links.jsonl, events.jsonl and origins.jsonl in a folder, which is made. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "links.jsonl": _rows(reuse_links(traced, least)),
        "events.jsonl": _rows(event_links(traced)),
        "origins.jsonl": _origin_rows(traced),
    }
    for name, lines in files.items():
        write_output(folder / name, "".join(lines).encode())


def _rows(links: Iterable[ReuseLink]) -> Iterator[str]:
    """[document, sentence, document, sentence, score, kind, direction], one a line."""
    quoted: dict[str, str] = {}
    for link in links:
        first, second = (
            quoted.setdefault(name, json.dumps(name))
            for name in (link.first_document, link.second_document)
        )
        yield (
            f"[{first}, {link.first_sentence}, {second}, {link.second_sentence}, {link.score}, "
            f'"{link.kind}", "{link.direction}"]\n'
        )


def _origin_rows(traced: Traced) -> Iterator[str]:
    """{"doc", "sent", "lineage", "origin"} a sentence, with its span where we split the text."""
    spans = {text.id: text.spans for text in traced.texts if text.spans}
    for row in sentence_origins(traced):
        value: dict[str, object] = {
            "doc": row.document,
            "sent": row.sentence,
            "lineage": row.lineage,
            "origin": row.origin,
        }
        if row.document in spans:
            span = spans[row.document][row.sentence]
            value["span"] = [span.start, span.end]
        yield json.dumps(value) + "\n"
