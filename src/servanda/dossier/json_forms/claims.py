"""The JSON of a document's claims; every key is explained in docs/reference/claims-json.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from servanda.records import (
    Claim,
    DateRange,
    Document,
    Place,
    Proposition,
    Quantity,
    Span,
    TimeMention,
)

__all__ = ["claims_json"]


def claims_json(document: Document, claims: Iterable[Claim]) -> dict[str, Any]:
    """The document with its claims in the given order; claims of other documents are left out."""
    return {
        "doc_id": document.id,
        "sha256": document.sha256,
        "language": document.language,
        "claims": [_claim(claim) for claim in claims if claim.document == document.id],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "attributed": claim.attributed,
        "source": _spans(claim.source),
        "cue": _spans(claim.cue),
        "content": _spans(claim.content),
        "holder": claim.holder,
        "holder_kind": claim.holder_kind.value,
        "chain": list(claim.chain),
        "stance": claim.stance.value,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "quotation": claim.quotation.value,
        "caveats": _spans(claim.caveats),
        "said": _time(claim.said),
        "event_time": _time(claim.event_time),
        "places": [_place(place) for place in claim.places],
        "quantities": [_quantity(quantity) for quantity in claim.quantities],
        "proposition": _proposition(claim.proposition),
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [_span(span) for span in spans]


def _time(mention: TimeMention | None) -> dict[str, Any] | None:
    return None if mention is None else {"text": mention.text, **_days(mention.when)}


def _days(when: DateRange) -> dict[str, str | None]:
    return {
        "start": None if when.start is None else when.start.isoformat(),
        "end": None if when.end is None else when.end.isoformat(),
        "precision": when.precision.value,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "text": place.text,
        "span": _span(place.span),
        "site": place.site,
        "score": float(place.score),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    denominator = quantity.denominator
    return {
        "text": quantity.text,
        "span": _span(quantity.span),
        "comparison": quantity.comparison.value,
        "value": float(quantity.value),
        "unit": quantity.unit,
        "per_side": quantity.per_side,
        "preserve": quantity.preserve,
        "denominator": None if denominator is None else float(denominator),
    }


def _proposition(proposition: Proposition) -> dict[str, Any]:
    return {
        "verb": proposition.verb.value,
        "object": proposition.object,
        "party": proposition.party,
        "site": proposition.site,
        "obligations": [
            {"id": link.obligation, "score": float(link.score), "why": link.why}
            for link in proposition.links
        ],
    }
