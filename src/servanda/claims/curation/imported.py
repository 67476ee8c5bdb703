"""What another extractor read: kept only where its quotes stand verbatim in the text.

Whatever reads outside (a language model, another program) hands over plain dicts of quotes. Here
they are found in the text, character for character, and become claims like our own: holder, times,
places, counts and act are read from the text, never taken on trust.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from servanda.claims.attribution.draft import AttributionDraft
from servanda.claims.claim_builder import claims_of
from servanda.claims.text.sentences import sentence_around
from servanda.records import Claim, Document, Modality, Names, Polarity, Span, Stance

__all__ = ["ImportedClaims", "imported_claims"]

_T = TypeVar("_T", Stance, Polarity, Modality)

_FURTHEST = 1_000  # characters between the quotes of one claim [judgement; not from outside]
_MOST_ITEMS = 2_000  # claims of one answer that are looked at [limit]
_MOST_HITS = 2_000  # places of one quote that are tried [limit]
_SHOWN = 60  # characters of a quote in a message [layout]


@dataclass(frozen=True, slots=True)
class ImportedClaims:
    """The claims that stand in the text, and a line for each item or part that does not."""

    claims: tuple[Claim, ...]
    rejections: tuple[str, ...]


class _DroppedError(Exception):
    """Why one item is not kept, in words."""


def imported_claims(
    document: Document, items: object, names: Names, reader: str, within: Span | None = None
) -> ImportedClaims:
    """The claims of a document that an outside reader's items quote exactly.

    items: a list of dicts; see docs/how-to/bring-your-own-reader.md for the keys
    reader: which reader and version, for each claim
    within: the stretch of the text that the reader was given, if not all of it
    """
    if not isinstance(items, list | tuple):
        return ImportedClaims((), ("the answer is no list of claims",))
    scope = within or Span(0, len(document.text))
    drafts: dict[AttributionDraft, int] = {}
    dropped: list[str] = []
    if len(items) > _MOST_ITEMS:
        dropped.append(
            f"claims after the {_MOST_ITEMS}th dropped: no text of one piece has so many"
        )
    for number, item in enumerate(items[:_MOST_ITEMS], 1):
        try:
            draft = _draft(document.text, item, scope)
            if draft in drafts:
                raise _DroppedError(f"it says the same as claim {drafts[draft]}")
            drafts[draft] = number
        except _DroppedError as error:
            dropped.append(f"claim {number} dropped: {error}")
    claims = claims_of(document, names, list(drafts), reader)
    kept = {(claim.attributed, claim.content, claim.source, claim.cue) for claim in claims}
    dropped += [
        f"claim {number} dropped: the article's own statement names no act, site or actor we know"
        for draft, number in drafts.items()
        if (draft.attributed, draft.content, draft.source, draft.cue) not in kept
    ]
    return ImportedClaims(claims, tuple(dropped))


def _draft(text: str, item: object, scope: Span) -> AttributionDraft:
    """One item as spans of the text; raises _DroppedError."""
    if not isinstance(item, dict):
        raise _DroppedError("it is no object with keys")
    attributed = item.get("attributed", True)
    if not isinstance(attributed, bool):
        raise _DroppedError("`attributed` is neither true nor false")
    stance = _one_of(Stance, item.get("stance"), "stance")
    content = _quotes(item, "content")
    source, cue = _quotes(item, "source"), _quotes(item, "cue")
    if not content:
        raise _DroppedError("it quotes no content")
    if not attributed and (source or cue or stance is not Stance.ASSERTED):
        raise _DroppedError("the article's own statement has a source, a cue or a stance")
    spans = _locate(text, scope, (*content, *source, *cue))
    parts = tuple(sorted(spans[: len(content)], key=_start))
    middle = len(content) + len(source)
    named = _name_span(text, item.get("holder"), spans, scope) if source else None
    return AttributionDraft(
        source=tuple(sorted(spans[len(content) : middle], key=_start)),
        cue=tuple(sorted(spans[middle:], key=_start)),
        content=parts,
        sentence=_sentence_span(text, spans),
        stance=stance,
        polarity=_one_of(Polarity, item.get("polarity", Polarity.POSITIVE), "polarity"),
        modality=_one_of(Modality, item.get("modality", Modality.CERTAIN), "modality"),
        attributed=attributed,
        named=named,
    )


def _start(span: Span) -> int:
    return span.start


def _one_of(kind: type[_T], value: object, key: str) -> _T:
    known = {member.value: member for member in kind}
    if isinstance(value, str) and value in known:
        return known[value]
    raise _DroppedError(f"{key} {_excerpt(value)} is none of {', '.join(known)}")


def _quotes(item: dict[object, object], key: str) -> tuple[str, ...]:
    """The quotes of one key, white space at their edges left out."""
    value = item.get(key)
    if value is None or value == "":
        return ()
    given = list(value) if isinstance(value, list | tuple) else [value]
    quotes = [quote.strip() for quote in given if isinstance(quote, str)]
    if len(quotes) < len(given):
        raise _DroppedError(f"`{key}` is neither a quote nor a list of quotes")
    return tuple(quote for quote in quotes if quote)


def _locate(text: str, scope: Span, quotes: Sequence[str]) -> tuple[Span, ...]:
    """Where the quotes stand: of several places the ones nearest to each other, else the first."""
    hits = [_hits(text, scope, quote) for quote in quotes]
    rarest = min(range(len(quotes)), key=lambda index: len(hits[index]))
    best: tuple[int, tuple[Span, ...]] | None = None
    for anchor in hits[rarest]:
        spans = _spans_near(anchor, rarest, hits, quotes)
        if spans is None:
            continue
        spread = max(span.end for span in spans) - min(span.start for span in spans)
        if best is None or spread < best[0]:
            best = spread, spans
    if best is None:
        raise _DroppedError("its quotes stand too far apart, or only one inside the other")
    return best[1]


def _hits(text: str, scope: Span, quote: str) -> list[int]:
    found: list[int] = []
    place = text.find(quote, scope.start, scope.end)
    while place >= 0 and len(found) < _MOST_HITS:
        if _has_word_edges(text, place, place + len(quote)):
            found.append(place)
        place = text.find(quote, place + 1, scope.end)
    if not found:
        raise _DroppedError(f"{_excerpt(quote)} does not stand in the text")
    return found


def _has_word_edges(text: str, start: int, end: int) -> bool:
    """Whether a quote begins and ends at the edge of a word: "he" is not in "the"."""
    opens = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    closes = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return opens and closes


def _spans_near(
    anchor: int, at: int, hits: list[list[int]], quotes: Sequence[str]
) -> tuple[Span, ...] | None:
    """For one place of one quote the nearest free place of each other; None where there is none."""
    taken: dict[int, Span] = {at: Span(anchor, anchor + len(quotes[at]))}
    for index in sorted(range(len(quotes)), key=lambda number: (len(hits[number]), number)):
        if index == at:
            continue
        span = _nearest_free_place(anchor, hits[index], len(quotes[index]), list(taken.values()))
        if span is None:
            return None
        taken[index] = span
    return tuple(taken[index] for index in range(len(quotes)))


def _nearest_free_place(
    anchor: int, hits: list[int], length: int, taken: list[Span]
) -> Span | None:
    """The place that widens the stretch of those so far the least, and touches none of them."""
    first, last = min(span.start for span in taken), max(span.end for span in taken)

    def cost(place: int) -> tuple[int, int]:
        return max(0, first - place) + max(0, place + length - last), abs(place - anchor)

    right = bisect_left(hits, anchor)
    left = right - 1
    while left >= 0 or right < len(hits):
        if right == len(hits) or (left >= 0 and cost(hits[left]) <= cost(hits[right])):
            place, left = hits[left], left - 1
        else:
            place, right = hits[right], right + 1
        if cost(place)[0] > _FURTHEST:
            return None
        if not any(place < span.end and span.start < place + length for span in taken):
            return Span(place, place + length)
    return None


def _name_span(text: str, holder: object, spans: Sequence[Span], scope: Span) -> Span | None:
    """Where the holder's name stands, if the item gives one that does; else the source is read."""
    if not isinstance(holder, str) or not holder.strip():
        return None
    try:
        hits = _hits(text, scope, holder.strip())
    except _DroppedError:
        return None
    place = min(hits, key=lambda hit: (abs(hit - spans[0].start), hit))
    return Span(place, place + len(holder.strip()))


def _sentence_span(text: str, spans: Sequence[Span]) -> Span:
    """The stretch of whole sentences that the quotes stand in."""
    first = sentence_around(text, min(spans, key=_start))
    last = sentence_around(text, max(spans, key=_start))
    start = min(first.start, *(span.start for span in spans))
    return Span(start, max(last.end, *(span.end for span in spans)))


def _excerpt(value: object) -> str:
    """A value on one line of a message, cut."""
    words = ascii(value) if not isinstance(value, str) else repr(" ".join(value.split()))
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 3]}..."
