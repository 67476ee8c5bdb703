"""Segments put in a row: quotations that have their speaker in a sentence or a line before.

Four ways lead back: a mark still open at the line end, "she said:" at the line end, a quotation
that follows an attributed sentence at once, and a line of nothing but quotation after a line that
ended in one. Everything else stays without a speaker.
"""

from __future__ import annotations

from dataclasses import replace

from servanda.claims.attribution.draft import AttributionDraft, SegmentAttributions, shift_draft
from servanda.claims.attribution.quotation_speakers import continued_quote
from servanda.claims.text.quotations import Quote
from servanda.claims.text.segments import Segment
from servanda.records import Span

__all__ = ["DocumentAttributions"]

# Characters. [judgement; not from outside]
_NEAR = 60  # between an attributed sentence and a quotation that goes on with it
_TAG_ROOM = 120  # after a quotation that its tag can take up to the line end


class DocumentAttributions:
    """The drafts of one document so far, in its characters."""

    def __init__(self) -> None:
        self.drafts: list[AttributionDraft] = []
        self._quotes: tuple[Quote, ...] = ()  # of the segment before
        self._open: int | None = None  # the draft whose quotation that segment left open
        self._announced: AttributionDraft | None = None
        self._last_spoke: int | None = None  # the draft whose quotation ended that segment

    def add(
        self,
        segment: Segment,
        quotes: tuple[Quote, ...],
        found: SegmentAttributions,
        lone: tuple[tuple[AttributionDraft, tuple[AttributionDraft, ...]], ...],
        own: tuple[AttributionDraft, ...],
    ) -> None:
        """Take in the next segment: what is attributed, quotations of nobody, own statements.

        lone: each quotation of nobody, with what it attributes in its turn.
        """
        more = (
            continued_quote(self._quotes, quotes, segment.text) if self._open is not None else None
        )
        carried = self._open if more is not None else None
        if carried is not None and more is not None:
            self._extend(carried, Span(segment.start + more.start, segment.start + more.end))
        base = len(self.drafts)
        self.drafts += [shift_draft(draft, segment.start) for draft in found.drafts]
        for draft, nested in lone:
            if not self._assign_speaker(segment, shift_draft(draft, segment.start), base, carried):
                self.drafts += [shift_draft(inner, segment.start) for inner in nested]
        self.drafts += [shift_draft(draft, segment.start) for draft in own]
        self._remember(segment, quotes, found, base, carried)

    def _extend(self, number: int, span: Span) -> None:
        draft = self.drafts[number]
        if not any(s.start < span.end and span.start < s.end for s in draft.content):
            content = tuple(sorted((*draft.content, span), key=lambda s: s.start))
            self.drafts[number] = replace(draft, content=content)

    def _assign_speaker(
        self, segment: Segment, lone: AttributionDraft, base: int, carried: int | None
    ) -> bool:
        """Give a quotation without a tag to the speaker before it; whether there was one."""
        (span,) = lone.content
        host = self._preceding_attribution(span, base)
        first = span.start == segment.start
        if carried is not None and first:
            return True
        if host is None and first and self._announced is not None:
            self.drafts.append(replace(self._announced, content=(span,)))
            self._announced = None
            return True
        if host is None and first and len(segment.text) - (span.end - span.start) < 3:
            host = self._last_spoke
        if host is None:
            self.drafts.append(lone)
            return False
        self._extend(host, span)
        return True

    def _preceding_attribution(self, span: Span, base: int) -> int | None:
        """The attribution of this segment whose sentence ends just before the quotation."""
        for number in range(len(self.drafts) - 1, base - 1, -1):
            draft = self.drafts[number]
            end = max(part.end for part in (*draft.source, *draft.cue, *draft.content))
            if draft.attributed and end <= span.start:
                near = span.start - max(end, draft.sentence.end) <= _NEAR
                return number if near and draft.source else None
        return None

    def _remember(
        self,
        segment: Segment,
        quotes: tuple[Quote, ...],
        found: SegmentAttributions,
        base: int,
        carried: int | None,
    ) -> None:
        self._announced = shift_draft(found.announced, segment.start) if found.announced else None
        if found.open_speaker is not None:
            self._open = base + found.open_speaker
        elif not (carried is not None and quotes and quotes[0].open_ended):
            self._open = None
        self._last_spoke = self._speaker_at_end(segment, quotes)
        self._quotes = quotes

    def _speaker_at_end(self, segment: Segment, quotes: tuple[Quote, ...]) -> int | None:
        """The draft whose whole quotation, with at most its tag after it, ends the segment."""
        if not quotes or len(segment.text) - quotes[-1].end > _TAG_ROOM:
            return None
        last = Span(segment.start + quotes[-1].start, segment.start + quotes[-1].end)
        for number in range(len(self.drafts) - 1, -1, -1):
            draft = self.drafts[number]
            if draft.source and last in draft.content:
                return number
            if draft.sentence.end < segment.start and last not in draft.content:
                return None
        return None
