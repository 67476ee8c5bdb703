"""Quotations and labels without a verb of speech.

A quotation that is a sentence of its own and has no speaker stays a claim of nobody: its source is
empty, and nobody is guessed. "Name: what they say" and a quotation that a name signs have a speaker
and no verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from servanda.claims.attribution.draft import AttributionDraft
from servanda.claims.text.quotations import Quote
from servanda.claims.text.spans import trim_span
from servanda.records import Span

__all__ = ["label_attribution", "unattributed_quotations"]

_FEWEST_WORDS = 5  # of a quotation that says something [judgement; not from outside]
_SENTENCE_ENDS = ".!?"
_MARKS = ('"', "'")
_NAME = r"[A-Z][\w.'-]+(?:\s+(?:of\s+|the\s+|al-)?[A-Z][\w.'-]+){0,4}"
_LABEL = re.compile(rf"(?P<name>{_NAME}):\s+(?P<content>[A-Z'\"].{{15,}})", re.S)
_TURN = re.compile(
    r"\"?(?P<name>[A-Z][A-Z.'-]{2,}(?:\s+[A-Z][A-Z.'-]+){0,3}):\s+(?P<content>\S.{10,})", re.S
)
_SIGNED = re.compile(rf"\s*(?:―|—|--)\s*(?P<name>{_NAME}(?:,[^.\"]{{0,60}})?)\.?\s*$")
_NOT_SPEAKERS = re.compile(
    r"(?:Posted|Updated|Photo|Video|Note|Source|Sources|Read|Watch|Related|Also|Analysis|Opinion|Update"
    r"|Published|Image|Editor's note|Correction|Contact|Date|Breaking"
    r"|Exclusive|Live|Summary|Title)\b",
    re.I,
)
_LONGEST_HEADLINE = 160  # characters [judgement; not from outside]


def unattributed_quotations(
    text: str, quotes: tuple[Quote, ...], drafts: Iterable[AttributionDraft]
) -> Iterator[AttributionDraft]:
    """The quotations of a segment that are sentences and that no attribution has."""
    taken = [span for draft in drafts for span in (*draft.content, *draft.source, *draft.cue)]
    for quote in quotes:
        covered = any(s.start < quote.end and quote.start < s.end for s in taken)
        if not covered and _is_speech(text, quote):
            span = Span(quote.start, quote.end)
            yield AttributionDraft(source=(), cue=(), content=(span,), sentence=span)


def _is_speech(text: str, quote: Quote) -> bool:
    """Whether a quotation stands alone: not a word or a title inside somebody's sentence."""
    body = text[quote.start : quote.end]
    if len(body.split()) < _FEWEST_WORDS:
        return False
    before, after = text[: quote.start].rstrip(), text[quote.end :].lstrip()
    begins = not before or before[-1] in _SENTENCE_ENDS + "\"'"
    ends = (
        not after or after[0] in _SENTENCE_ENDS + "\"'" or body.rstrip("\"'")[-1:] in _SENTENCE_ENDS
    )
    return begins and ends


def label_attribution(text: str, quotes: tuple[Quote, ...]) -> AttributionDraft | None:
    """What a segment of the form "Name: ..." or "quotation" - Name attributes."""
    whole = Span(0, len(text))
    signed = _SIGNED.search(text)
    if (
        signed
        and quotes
        and quotes[0].start == 0
        and text[: signed.start()].rstrip()[-1:] in _MARKS
    ):
        name = Span(signed.start("name"), signed.end("name"))
        return AttributionDraft(
            (name,), (), (Span(0, len(text[: signed.start()].rstrip())),), whole
        )
    turn = _TURN.fullmatch(text)
    label = turn or _LABEL.fullmatch(text)
    if label is None or _NOT_SPEAKERS.match(label["name"]):
        return None
    if turn is None and len(text) > _LONGEST_HEADLINE:
        return None
    content = trim_span(text, label.start("content"), label.end("content"))
    if content is None:
        return None
    colon = label.end("name")
    return AttributionDraft(
        (Span(label.start("name"), label.end("name")),),
        (Span(colon, colon + 1),),
        (content,),
        whole,
    )
