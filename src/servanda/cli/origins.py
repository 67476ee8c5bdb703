"""servanda origins: how many independent origins a collection of texts comes down to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import FormatOption, OutputFormat, Sources, now
from servanda.cli.output import note, show, table

if TYPE_CHECKING:
    from servanda.pipeline import TracedCollection
    from servanda.records import EventGroup

__all__ = ["origins"]

OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write links, events and origins as JSON lines."),
]
MinScoreOption = Annotated[
    float,
    typer.Option(
        "--min-score",
        metavar="X",
        min=0.0,
        max=1.0,
        help="Write links from this score on; a lower one lets weaker links out.",
    ),
]


def origins(
    sources: Sources,
    out: OutOption = None,
    min_score: MinScoreOption = 0.5,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Trace texts to their origins: what copies what, and how many origins are independent.

    Nothing is kept. Example: servanda origins pages/ --out traced/
    """
    from servanda.pipeline import trace_collection, write_tracing

    found = trace_collection(sources, now())
    for line in found.ignored:
        note(line)
    if out is not None:
        write_tracing(found.traced, out, min_score)
    rows = [_row(group) for group in found.groups]
    columns = ("documents", "lineages", "origins", "event")
    cells = [
        (str(len(group.documents)), str(group.lineages), _range(group), group.sentence)
        for group in found.groups
    ]
    show(rows, _whole(found, rows), form, table(_title(found), columns, cells))


def _row(group: EventGroup) -> dict[str, Any]:
    return {
        "sentence": group.sentence,
        "documents": list(group.documents),
        "lineages": group.lineages,
        "origins": group.origins,
        "range": [group.fewest, group.most],
    }


def _range(group: EventGroup) -> str:
    if group.fewest == group.most:
        return str(group.origins)
    return f"{group.origins} ({group.fewest}-{group.most})"


def _whole(found: TracedCollection, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schema": "servanda/origins/1",
        "documents": len(found.traced.texts),
        "sentences": len(found.traced.document),
        "lineages": len(set(found.traced.lineage.tolist())),
        "origins": len(set(found.traced.origin.tolist())),
        "events": rows,
        "ignored": list(found.ignored),
    }


def _title(found: TracedCollection) -> str:
    whole = _whole(found, [])
    return (
        f"{whole['documents']} documents, {whole['sentences']} sentences = "
        f"{whole['lineages']} lineages = {whole['origins']} origins of sentences"
    )
