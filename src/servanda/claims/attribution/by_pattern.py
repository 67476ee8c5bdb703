"""Attributions without a parser: quotations and the frames that news uses most.

Frames: "X said (that) ...", "..., X said", "..., said X", "according to X, ...", quotations with a
tag beside them. A speaker is a run of capitalised words with its titles, a pronoun or a role ("the
ministry"). Fewer finds than with a parse, and less exact ones; good enough to work with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from servanda.claims.attribution.draft import AttributionDraft, SegmentAttributions
from servanda.claims.attribution.quotation_speakers import Tag, speakers
from servanda.claims.attribution.stance import CueUse, stance_of
from servanda.claims.lexicon.cues import CUES, SILENT_VERBS, Cue, Takes, inflected
from servanda.claims.text.quotations import Quote, quote_around
from servanda.claims.text.segments import Segment
from servanda.claims.text.sentences import sentence_at, sentences_in
from servanda.claims.text.spans import merge_spans, trim_span
from servanda.records import Span

__all__ = []

_BASES = frozenset(lemma for lemma in CUES if " " not in lemma)
_FORMS: dict[str, Cue] = {
    form: CUES[lemma]
    for lemma in sorted(_BASES)
    if CUES[lemma].takes & (Takes.CLAUSE | Takes.QUOTE | Takes.INFINITIVE)
    for form in inflected(lemma)
}
_WORDS = "|".join(sorted(_FORMS, key=len, reverse=True))
_AUX = (
    r"(?:(?:has|have|had|did|does|do|would|will|could|can|also|later|then|again|repeatedly|not|never"
    r"|previously|recently|once|has\s+yet\s+to)\s+|n't\s+)*"
)
_CAPITAL = r"[A-Z][\w.&'-]*"
_JOIN = r"(?:of|for|and|the|at|with|on|in|de|al|to)"
_ROLE = (
    r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Ss]ome|[Mm]any|[Oo]ther|[Tt]wo|[Ss]everal)\s+"
    r"(?:[\w'-]+\s+){0,4}?[a-z][\w'-]+"
)
_NAMED = (
    rf"(?:[Tt]he\s+"
    rf"|[Aa]n?\s+)?(?:[\w'-]+\s+){{0,2}}?{_CAPITAL}(?:\s+(?:{_JOIN}\s+)*{_CAPITAL})*(?:\s+(?:officials?"
    rf"|sources?|ministry|military|government|media|agency|administration"
    rf"|campaign))?"
)
_PRONOUN = (
    r"(?:He|She|They|It|We|I|he|she|they|it|we|who|which|[Oo]fficials"
    r"|[Cc]ritics|[Ee]xperts|[Aa]nalysts|[Ss]ources|[Rr]eports)"
)
_SPEAKER = rf"(?:{_PRONOUN}|{_NAMED}|{_ROLE})(?:,\s[^,.\"]{{3,80}},)?"
_FRAME = re.compile(rf"\b(?P<source>{_SPEAKER})\s+(?P<aux>{_AUX})(?P<verb>{_WORDS})\b")
_INVERTED = re.compile(
    rf"(?P<verb>said|says|wrote|added|told|asked|replied)\s+(?P<source>{_NAMED}(?:,\s(?:an?|the)\s[^.\"]{{3,100}}?)?)(?=[.,\"]|\s+on\b|$)"
)
_ACCORDING = re.compile(r"\b[Aa]ccording\s+to\s+(?P<source>[^,.;]+)")
_STARTS = re.compile(
    r"\s+(?P<that>that|whether|if|how|why|what|where)\b|\s+to\s+(?=[a-z])|\s+(?=[a-z\"'A-Z0-9])"
)
_ADVERBIAL = re.compile(
    r"\s*(?:,|(?:on|in|at|to|during|after|before|of|about|as|when|while|by|from|with)\s)"
)
_DAY = re.compile(
    r"\s+(?:on\s+|late\s+|earlier\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|reporters|\w+\s+\w+\s+in\s+an\s+interview|on\s+\d{1,2}\s+\w+(?:\s+\d{4})?|in\s+a\s+\w+)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|\w+ed|began|said|blew|made|held)\b"
)


def attributions_in(segment: Segment, quotes: tuple[Quote, ...]) -> SegmentAttributions:
    """The attributions of one segment, in its characters."""
    text = segment.text
    frames = [
        match
        for pattern in (_FRAME, _INVERTED)
        for match in pattern.finditer(text)
        if quote_around(match.start("verb"), quotes) is None
    ]
    tags = {}
    for match in sorted(frames, key=lambda m: m.start("verb")):
        if _FORMS[match["verb"]].speaks:
            tags[match.start("verb")] = Tag(match.start(), match.end(), match.start("verb"))
    spoken = speakers(text, quotes, list(tags.values()))
    drafts: dict[int, AttributionDraft] = {}
    for match in frames:
        draft = _frame_attribution(text, match, spoken.get(match.start("verb"), []), quotes)
        if draft is not None:
            drafts.setdefault(match.start("verb"), draft)
    for match in _ACCORDING.finditer(text):
        if quote_around(match.start(), quotes) is None:
            drafts.setdefault(match.start(), _according_attribution(text, match))
    kept = _drop_nested_drafts(sorted(drafts.values(), key=lambda draft: draft.start))
    return SegmentAttributions(tuple(kept), _open_speaker(kept, quotes))


def _frame_attribution(
    text: str, match: re.Match[str], spoken: list[Quote], quotes: tuple[Quote, ...]
) -> AttributionDraft | None:
    """What a verb with its speaker attributes: its quotations, or the clause beside it."""
    cue = _FORMS[match["verb"]]
    sentence = sentence_at(text, match.start("verb"))
    content = [Span(quote.start, quote.end) for quote in spoken]
    verb_end = match.end("verb")
    silent = _refusal_end(text, match) if match.re is _FRAME else None
    if silent is not None:
        verb_end = silent
    if not content:
        content = _clause(text, match, cue, sentence, verb_end)
        content = [_cover_quotations(span, quotes) for span in content]
    if not content:
        return None
    aux = match.groupdict().get("aux") or ""
    manner = CueUse(
        negated=bool(re.search(r"\bnot\b|n't|\bnever\b|yet to", aux)),
        modal=next(iter(re.findall(r"\b(would|will|could|can)\b", aux)), None),
    )
    source = trim_span(text, match.start("source"), match.end("source"))
    return AttributionDraft(
        source=(source,) if source else (),
        cue=(
            Span(
                match.start("verb") - len(aux) if match.re is _FRAME else match.start("verb"),
                verb_end,
            ),
        ),
        content=merge_spans(text, content),
        sentence=sentence,
        **stance_of(cue, manner),
    )


def _refusal_end(text: str, match: re.Match[str]) -> int | None:
    """Where "declined to confirm" ends."""
    if _FORMS[match["verb"]].lemma not in {"decline", "refuse"}:
        return None
    after = re.compile(r"\s+to\s+(?P<verb>\w+)(?=\s+\w)").match(text, match.end("verb"))
    return (
        after.end() if after and after["verb"] in SILENT_VERBS - {"comment", "elaborate"} else None
    )


def _clause(text: str, match: re.Match[str], cue: Cue, sentence: Span, verb_end: int) -> list[Span]:
    """The clause after the cue to the end of the sentence, or the one before ", X said"."""
    inverted = match.re is _INVERTED
    day = None if inverted else _DAY.match(text, verb_end)
    after = match.end() if inverted else day.end() if day else verb_end
    rest = text[after : sentence.end]
    before = trim_span(text, sentence.start, match.start())
    tagged = text[: match.start()].rstrip().endswith(",")
    if not rest.strip(" .!?\"'"):
        return [before] if before and tagged and cue.speaks else []
    if tagged and rest.lstrip().startswith(",") and cue.speaks:
        other = trim_span(text, after + 1, sentence.end)
        citing = other and re.match(r"(?:citing|adding|quoting|who|which)\b", text[other.start :])
        return [span for span in (before, None if citing else other) if span]
    if (
        tagged
        and before
        and _ADVERBIAL.match(rest)
        and cue.speaks
        and len(text[before.start : before.end].split()) > 4
    ):
        return [before]
    starts = _STARTS.match(text, after)
    infinitive = starts is not None and starts.group().strip() == "to"
    if inverted or (not infinitive and _ADVERBIAL.match(rest)):
        return []
    if infinitive and Takes.INFINITIVE not in cue.takes:
        return []
    if not infinitive and Takes.CLAUSE not in cue.takes and verb_end == match.end("verb"):
        return []
    span = trim_span(text, after, sentence.end)
    that = starts is not None and starts["that"]
    if span is None or (
        not that and not infinitive and not _FINITE.search(text, span.start, span.end)
    ):
        return []
    return [span]


def _cover_quotations(span: Span, quotes: tuple[Quote, ...]) -> Span:
    """The span with the whole of every quotation that it cuts."""
    start, end = span.start, span.end
    for quote in quotes:
        if quote.start < end and start < quote.end:
            start, end = min(start, quote.start), max(end, quote.end)
    return Span(start, end)


def _according_attribution(text: str, match: re.Match[str]) -> AttributionDraft:
    sentence = sentence_at(text, match.start())
    parts = (
        trim_span(text, sentence.start, match.start()),
        trim_span(text, match.end(), sentence.end),
    )
    content = tuple(part for part in parts if part) or (Span(match.start(), match.end()),)
    return AttributionDraft(
        source=(Span(match.start("source"), match.end("source")),),
        cue=(Span(match.start(), match.start("source") - 1),),
        content=content[:1] if parts[0] and parts[0].end - parts[0].start > 20 else content,
        sentence=sentence,
        **stance_of(CUES["say"], CueUse()),
    )


def _drop_nested_drafts(drafts: list[AttributionDraft]) -> list[AttributionDraft]:
    """The drafts of which none has its cue in the content of an earlier one."""
    kept: list[AttributionDraft] = []
    for draft in drafts:
        inside = any(
            span.start <= draft.cue[0].start < span.end for other in kept for span in other.content
        )
        if not inside:
            kept.append(draft)
    return kept


def _open_speaker(drafts: list[AttributionDraft], quotes: tuple[Quote, ...]) -> int | None:
    if quotes and quotes[-1].open_ended:
        for number, draft in enumerate(drafts):
            if any(span.end >= quotes[-1].end - 2 for span in draft.content):
                return number
    return None


def own_sentences(
    segment: Segment, quotes: tuple[Quote, ...], drafts: tuple[AttributionDraft, ...]
) -> Iterator[AttributionDraft]:
    """The sentences that no attribution touches, as the article's own."""
    taken = [span for draft in drafts for span in (*draft.content, *draft.cue)]
    for sentence in sentences_in(segment.text):
        touched = any(s.start < sentence.end and sentence.start < s.end for s in taken)
        touched = touched or any(quote.holds(sentence.start) for quote in quotes)
        span = trim_span(segment.text, sentence.start, sentence.end)
        if not touched and span and len(segment.text[span.start : span.end].split()) >= 4:
            yield AttributionDraft((), (), (span,), sentence, attributed=False)
