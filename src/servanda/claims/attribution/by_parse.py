"""Attributions from a dependency parse: who says (source), how (cue), what (content).

The trees are those of spaCy's English models (ClearNLP labels).
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from servanda.claims.attribution.complements import content_of
from servanda.claims.attribution.draft import AttributionDraft, SegmentAttributions
from servanda.claims.attribution.quotation_speakers import Tag, speakers
from servanda.claims.attribution.stance import CueUse, stance_of
from servanda.claims.attribution.subjects import REFUSALS, SUBJECTS, noun_phrase, source_of, speaker
from servanda.claims.lexicon.cues import (
    ADJECTIVES,
    CUES,
    LIGHT_VERBS,
    NOUNS,
    PREPOSITIONS,
    SILENT_VERBS,
    Cue,
    Takes,
)
from servanda.claims.text.quotations import Quote, quote_around
from servanda.claims.text.sentences import sentence_at
from servanda.claims.text.spans import merge_spans, trim_span
from servanda.claims.text.tokens import sentence_range, text_of
from servanda.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["attributions", "nested_attributions"]

_MODIFIERS = frozenset({"amod", "compound", "aux", "auxpass"})
_RULES = frozenset({"procedures", "rules", "doctrine", "manual", "manuals", "regulations"})
_HEARSAY = frozenset({"say", "report", "believe", "think", "expect", "know", "estimate"})
_SELF = frozenset({"i", "we", "you"})
_CITING = frozenset({"citing", "quoting"})
_FARTHEST = 40  # tokens between a tag's verb and its subject [judgement; not from outside]
_FINAL = (",", ".", "?", "!", "-")
_THAT = re.compile(r"\s+that,?\s+")
_RUNS_ON = re.compile(r"\s+[a-z]")
_AFTERTHOUGHT = re.compile(r",\s+(?:according|who|which|a|an|the|\w+ing|but|and)\b")

# Characters after "according to X" that are no content. [judgement; not from outside]
_SHORT_TAIL = 12


def nested_attributions(
    doc: Doc, quotes: tuple[Quote, ...], lone: AttributionDraft
) -> tuple[AttributionDraft, ...]:
    """What a quotation of nobody attributes in its turn; "I think" says nothing more."""
    (span,) = lone.content
    outside = tuple(quote for quote in quotes if quote.start != span.start)
    return tuple(
        draft
        for draft in attributions(doc, outside).drafts
        if span.start <= draft.start
        and draft.content[-1].end <= span.end
        and draft.source
        and text_of(doc)[draft.source[0].start : draft.source[0].end].lower() not in _SELF
    )


def attributions(doc: Doc, quotes: tuple[Quote, ...]) -> SegmentAttributions:
    """The attributions of one parsed segment, in text order, in the segment's characters."""
    words = [token for token in doc if _may_attribute(token)]
    tags = [tag for token in words if (tag := _tag(token, quotes)) is not None]
    spoken = speakers(text_of(doc), quotes, tags)
    found = []
    for token in words:
        draft = (
            _verb_attribution(token, quotes, spoken.get(token.idx, []))
            or _adjective_attribution(token, quotes)
            or _according_attribution(token)
            or _noun_attribution(token, quotes)
        )
        if draft is not None:
            found.append(draft)
    found = sorted(_drop_nested_drafts(found), key=lambda draft: draft.start)
    return SegmentAttributions(
        tuple(found), _open_speaker(found, quotes), _announcement(doc, found, tags)
    )


def _may_attribute(token: Token) -> bool:
    """Whether a word is a cue, whatever it does here."""
    lemma = token.lemma_.lower()
    return (
        lemma in CUES or lemma in NOUNS or token.lower_ in ADJECTIVES or token.lower_ == "according"
    )


def _announcement(
    doc: Doc, found: list[AttributionDraft], tags: list[Tag]
) -> AttributionDraft | None:
    """The speaker whose words the next line brings: this one ends in "... said:"."""
    if not text_of(doc).rstrip().endswith(":") or not tags:
        return None
    token = next(token for token in doc if token.idx == tags[-1].verb)
    if any(span.start <= token.idx < span.end for draft in found for span in draft.cue):
        return None
    source = source_of(token, [], None)
    cue = CUES[token.lemma_.lower()]
    if not source:
        return None
    return AttributionDraft(
        source=source,
        cue=_cue_spans(token, token, source),
        content=(),
        sentence=_sentence(token),
        **stance_of(cue, _cue_use(token, token)),
    )


# --- verbs -----------------------------------------------------------------------------------


def _cue(token: Token, quotes: tuple[Quote, ...]) -> Cue | None:
    """The cue that a token is, outside quotations and in use as a verb."""
    cue = CUES.get(token.lemma_.lower())
    if cue is None or token.pos_ not in {"VERB", "AUX"} or token.dep_ in _MODIFIERS:
        return None
    if token.dep_ == "xcomp" and token.head.lemma_ in REFUSALS and token.lemma_ in SILENT_VERBS:
        return None  # "declined to confirm" is read from "declined"
    if token.dep_ == "xcomp" and token.head.lemma_ in {"have", "need"}:
        return None  # "would have to declare": nobody has
    if token.lower_ in _CITING and (token.dep_ in {"advcl", "acl"} and token.head.lemma_ in CUES):
        return None  # read with the verb that it hangs on
    if quote_around(token.idx, quotes) is not None:
        return None
    return _call_cue(token) or cue


def _call_cue(token: Token) -> Cue | None:
    """ "Called on X to ..." and "called for ..." demand; "called X a ..." does not."""
    doc = token.doc
    if token.lemma_ != "call" or token.i + 1 >= len(doc):
        return None
    if doc[token.i + 1].lower_ not in {"on", "upon", "for"}:
        return None
    subject = next((c for c in token.children if c.dep_ in SUBJECTS), None)
    rule = subject is not None and subject.lower_ in _RULES
    return CUES["lay down" if rule else "call for"]


def _tag(token: Token, quotes: tuple[Quote, ...]) -> Tag | None:
    """The clause that names a speaker, for the quotations around it."""
    cue = _cue(token, quotes)
    if cue is None or not cue.speaks:
        return None
    subject = speaker(token, quotes)
    if subject is None:
        return None
    start, end = token.idx, token.idx + len(token)
    phrase = noun_phrase(subject, before=token if subject.i < token.i else None)
    if phrase is not None and abs(subject.i - token.i) < _FARTHEST:
        start, end = min(start, phrase.start), max(end, phrase.end)
    return Tag(start, end, token.idx)


def _verb_attribution(
    token: Token, quotes: tuple[Quote, ...], spoken: list[Quote]
) -> AttributionDraft | None:
    """What a verb attributes, if it is a cue."""
    cue = _cue(token, quotes)
    if cue is None:
        return None
    hearsay = _hearsay(token, cue)
    if hearsay is not None:
        return hearsay
    verb, takes = _refusal_complement(token) or (token, cue.takes)
    content = _quotation_clauses(token, spoken, quotes) or content_of(verb, takes, cue, quotes)
    source = source_of(token, content, quotes if spoken else None) if content else None
    if source is None:
        return None
    return AttributionDraft(
        source=source,
        cue=_cue_spans(token, verb, (*content, *source)),
        content=merge_spans(text_of(token.doc), content),
        sentence=_sentence(token),
        cited=_cited_source(token),
        **stance_of(cue, _cue_use(token, verb)),
    )


def _quotation_clauses(verb: Token, spoken: list[Quote], quotes: tuple[Quote, ...]) -> list[Span]:
    """Quotations with the reporter's words that make one clause of them.

    'the goal "is a mistake," she said', 'he said that "nobody" was there': the words belong to it.
    """
    text = text_of(verb.doc)
    spans = [Span(quote.start, quote.end) for quote in spoken]
    for number, quote in enumerate(spoken):
        start, end = quote.start, quote.end
        if quote.start > verb.idx:
            inner = text[quote.start : quote.end].rstrip("\"'")
            _, last = sentence_range(verb)
            stop = verb.doc[last - 1]
            if number == 0 and _THAT.fullmatch(text[verb.idx + len(verb) : quote.start]):
                start = verb.idx + len(verb)
            if inner[-1:] not in _FINAL and _RUNS_ON.match(text, quote.end, stop.idx + len(stop)):
                rest = _AFTERTHOUGHT.search(text, quote.end, stop.idx + len(stop))
                end = rest.start() if rest else stop.idx + len(stop)
        elif number == 0 and text[quote.start + 1 : quote.start + 3].lstrip("'")[:1].islower():
            start = _clause_start(text, quote, quotes)
        if any(q.start < end and quote.end <= q.start for q in quotes):
            end = quote.end
        if (start, end) != (quote.start, quote.end):
            spans[number] = trim_span(text, start, end) or spans[number]
    return spans


def _clause_start(text: str, quote: Quote, quotes: tuple[Quote, ...]) -> int:
    """Where the sentence begins that runs into a quotation."""
    if any(other.end <= quote.start for other in quotes):
        floor = max(other.end for other in quotes if other.end <= quote.start)
    else:
        floor = 0
    start = sentence_at(text, quote.start).start
    return start if start >= floor else quote.start


def _hearsay(token: Token, cue: Cue) -> AttributionDraft | None:
    """ "The base is said to be active": somebody says it, and nobody is named."""
    if token.lemma_ not in _HEARSAY:
        return None
    subject = next((c for c in token.children if c.dep_ == "nsubjpass"), None)
    clause = next((c for c in token.children if c.dep_ == "xcomp" and c.i > token.i), None)
    if subject is None or clause is None or any(c.dep_ == "agent" for c in token.children):
        return None
    doc = token.doc
    last = clause.right_edge
    parts = (
        noun_phrase(subject, before=token),
        trim_span(text_of(doc), clause.left_edge.idx, last.idx + len(last)),
    )
    content = tuple(part for part in parts if part)
    if len(content) < len(parts):
        return None
    return AttributionDraft(
        source=(),
        cue=_cue_spans(token, token, content),
        content=content,
        sentence=_sentence(token),
        **stance_of(cue, _cue_use(token, token)),
    )


def _cited_source(verb: Token) -> Span | None:
    """Whom the source cites for it: "Yonhap, citing an official, said ..."."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    near = [*verb.children, *(subject.children if subject is not None else ())]
    for child in near:
        if child.lower_ in _CITING and child.dep_ in {"advcl", "acl", "prep", "ccomp"}:
            noun = next((c for c in child.children if c.dep_ in {"dobj", "pobj"}), None)
            return noun_phrase(noun) if noun is not None else None
    return None


def _refusal_complement(token: Token) -> tuple[Token, Takes] | None:
    """The verb whose complement is the content: "declined to confirm whether ...": confirm."""
    if token.lemma_ not in REFUSALS:
        return None
    for child in token.children:
        complements = {grandchild.dep_ for grandchild in child.children}
        if (
            child.dep_ == "xcomp"
            and child.lemma_ in SILENT_VERBS
            and complements & {"ccomp", "dobj", "xcomp"}
        ):
            return child, Takes.CLAUSE | Takes.OBJECT | Takes.INFINITIVE
    return None


def _cue_spans(token: Token, verb: Token, taken: tuple[Span, ...]) -> tuple[Span, ...]:
    """The verb with its auxiliaries, negation and particle, and the verb it leads to."""
    words = {token, verb}
    for head in (token, verb):
        words |= {
            child
            for child in head.children
            if child.dep_ in {"aux", "auxpass", "neg", "prt"} or _is_bridge(child, head)
        }
    first, last = min(word.i for word in words), max(word.i for word in words)
    kept = [
        Span(word.idx, word.idx + len(word))
        for word in token.doc[first : last + 1]
        if not word.is_space
        and not word.is_punct
        and not any(span.start <= word.idx < span.end for span in taken)
    ]
    return merge_spans(text_of(token.doc), kept)


def _is_bridge(child: Token, head: Token) -> bool:
    """A preposition that belongs to the cue: called *on*, called *for*."""
    cue = _call_cue(head) or CUES.get(head.lemma_)
    if cue is None or child.dep_ != "prep" or child.i != head.i + 1:
        return False
    takes = PREPOSITIONS.get(child.lower_)
    return takes is not None and takes in cue.takes


def _cue_use(token: Token, verb: Token) -> CueUse:
    """How the cue is used: its auxiliaries and negation, and those of the verb it hangs on."""
    heads = [token, *([token.head] if token.dep_ == "xcomp" else [])]
    words = [child for head in heads for child in head.children if child.i < verb.i]
    return CueUse(
        negated=any(w.dep_ == "neg" or w.lower_ in {"never", "neither", "nor"} for w in words),
        modal=next((word.lower_ for word in words if word.tag_ == "MD"), None),
        governor=token.head.lemma_ if token.dep_ == "xcomp" else None,
        question=any(
            mark.dep_ == "mark" and mark.lower_ in {"if", "whether"}
            for clause in verb.children
            if clause.dep_ == "ccomp"
            for mark in clause.children
        ),
    )


# --- nouns ---------------------------------------------------------------------------------------


def _noun_attribution(token: Token, quotes: tuple[Quote, ...]) -> AttributionDraft | None:
    """What "his claim that", "a call by the ministry for", "issued a warning of" attribute."""
    cue = NOUNS.get(token.lemma_.lower())
    if cue is None or token.pos_ != "NOUN" or quote_around(token.idx, quotes):
        return None
    child = next((c for c in token.children if c.i > token.i and _is_complement(c, cue)), None)
    source = _noun_source(token, child) if child is not None else None
    if child is None or source is None:
        return None
    doc, text = token.doc, text_of(token.doc)
    skip = child.dep_ == "prep"
    first, last = (child.i + 1 if skip else child.left_edge.i), _complement_end(child)
    if last < first or first <= token.i:
        return None
    content = trim_span(text, doc[first].idx, doc[last].idx + len(doc[last]))
    if content is None or any(c.start < content.end and content.start < c.end for c in source):
        return None
    end = child.idx + len(child) if skip and child.i == token.i + 1 else token.idx + len(token)
    return AttributionDraft(
        source=source,
        cue=(Span(token.idx, end),),
        content=(content,),
        sentence=_sentence(token),
        **stance_of(cue, CueUse()),
    )


def _is_complement(child: Token, cue: Cue) -> bool:
    """Whether a child of a noun says what the noun puts forward."""
    if child.dep_ == "prep":
        takes = PREPOSITIONS.get(child.lower_)
        return takes is not None and takes in cue.takes
    if child.dep_ not in {"acl", "relcl", "ccomp"}:
        return False
    marks = {c.lower_ for c in child.children if c.dep_ in {"mark", "aux"} and c.i < child.i}
    return ("that" in marks and Takes.CLAUSE in cue.takes) or (
        "to" in marks and Takes.INFINITIVE in cue.takes
    )


def _noun_source(noun: Token, content: Token) -> tuple[Span, ...] | None:
    """Whose claim it is: a possessive, "by X", or the subject of a verb that only carries it."""
    for child in noun.children:
        if child.dep_ == "poss" and (phrase := noun_phrase(child)):
            return (phrase,)
        if child.dep_ == "prep" and child.lower_ in {"by", "from"} and child != content:
            named = next((c for c in child.children if c.dep_ == "pobj"), None)
            phrase = noun_phrase(named) if named is not None else None
            return (phrase,) if phrase else None
    if noun.dep_ == "dobj" and noun.head.lemma_ in LIGHT_VERBS:
        return source_of(noun.head, [], None)
    return None


# --- adjectives and "according to" --------------------------------------------------------------


def _adjective_attribution(token: Token, quotes: tuple[Quote, ...]) -> AttributionDraft | None:
    """What "is supportive of", "was sure that", "is aware of" attribute."""
    stance = ADJECTIVES.get(token.lower_)
    verb = token.head
    if stance is None or token.dep_ not in {"acomp", "attr"} or quote_around(token.idx, quotes):
        return None
    for child in token.children:
        if child.i < token.i or child.dep_ not in {"ccomp", "prep", "xcomp"}:
            continue
        skip = child.dep_ == "prep"
        first, last = (child.i + 1 if skip else child.left_edge.i), _complement_end(child)
        if last < first:
            continue
        doc = token.doc
        content = trim_span(text_of(doc), doc[first].idx, doc[last].idx + len(doc[last]))
        source = source_of(verb, [content], None) if content else None
        if content is None or source is None:
            return None
        cue_end = child.idx + len(child) if skip else token.idx + len(token)
        cue = Cue(token.lower_, stance, Takes.CLAUSE)
        return AttributionDraft(
            source=source,
            cue=(Span(min(verb.idx, token.idx), cue_end),),
            content=(content,),
            sentence=_sentence(token),
            **stance_of(cue, _cue_use(verb, verb)),
        )
    return None


def _complement_end(child: Token) -> int:
    """The last token of a complement; of a noun without the relative clause that hangs on it."""
    relative = [
        token.left_edge.i
        for noun in child.subtree
        for token in noun.children
        if token.dep_ == "relcl" and child.dep_ == "prep"
    ]
    return min([child.right_edge.i, *(place - 1 for place in relative)])


def _according_attribution(token: Token) -> AttributionDraft | None:
    """What "according to X" attributes to X: the rest of its sentence."""
    doc = token.doc
    if token.lower_ != "according" or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    to = doc[token.i + 1]
    noun = next((child for child in to.children if child.dep_ == "pobj"), None)
    source = noun_phrase(noun) if noun is not None else None
    if source is None:
        return None
    sentence = _sentence(token)
    comma = text_of(doc).find(", ", source.start, source.end)
    if token.idx == sentence.start and comma > 0:
        source = Span(source.start, comma)
    left = trim_span(text_of(doc), sentence.start, token.idx)
    right = trim_span(text_of(doc), source.end, sentence.end)
    if left and right and right.end - right.start < _SHORT_TAIL:
        right = None
    content = tuple(span for span in (left, right) if span)
    if not content:
        return None
    return AttributionDraft(
        source=(source,),
        cue=(Span(token.idx, to.idx + len(to)),),
        content=content,
        sentence=sentence,
        **stance_of(CUES["say"], CueUse()),
    )


# --- all of a segment -----------------------------------------------------------------------------


def _sentence(token: Token) -> Span:
    first, end = sentence_range(token)
    last = token.doc[end - 1]
    return Span(token.doc[first].idx, last.idx + len(last))


def _drop_nested_drafts(drafts: list[AttributionDraft]) -> list[AttributionDraft]:
    """Attributions are read one deep: what stands inside a content is part of that content."""
    return [
        draft
        for draft, others in zip(drafts, _meeting(drafts), strict=True)
        if not any(
            _is_part_of(draft, other) or _is_tag(draft, other) or _has_closing_tag(draft, other)
            for other in others
        )
    ]


def _meeting(drafts: list[AttributionDraft]) -> Iterator[list[AttributionDraft]]:
    """For each draft those that reach into its stretch of the text: no others bear on it.

    A long report without line ends has thousands, and comparing all of them takes minutes.
    """
    stretches = [_stretch(draft) for draft in drafts]
    order = sorted(range(len(drafts)), key=lambda number: stretches[number])
    starts = [stretches[number][0] for number in order]
    # The furthest end so far: where it lies before a draft, so do all before it.
    ends = list(accumulate((stretches[number][1] for number in order), max))
    for start, end in stretches:
        place = bisect_right(starts, end)
        near = []
        while place and ends[place - 1] >= start:
            place -= 1
            if stretches[order[place]][1] >= start:
                near.append(drafts[order[place]])
        yield near


def _stretch(draft: AttributionDraft) -> tuple[int, int]:
    """From the first to the last character of a draft's parts; all of the text if it has none."""
    spans = (*draft.source, *draft.cue, *draft.content)
    if not spans:
        return 0, sys.maxsize
    return min(span.start for span in spans), max(span.end for span in spans)


def _has_closing_tag(draft: AttributionDraft, other: AttributionDraft) -> bool:
    """Whether the other's tag closes this one's sentence: "A said that ..., B reported"."""
    if draft is other or not draft.source or not other.source or not other.cue:
        return False
    if other.cue[0].start < draft.cue[0].start or not draft.cue:
        return False
    told = (*draft.source, *draft.cue)
    tag = (*other.source, *other.cue)
    return all(_lies_in(span, other.content) for span in told) and all(
        _lies_in(span, draft.content) for span in tag
    )


def _lies_in(span: Span, content: tuple[Span, ...]) -> bool:
    return any(part.start <= span.start and span.end <= part.end for part in content)


def _is_tag(draft: AttributionDraft, other: AttributionDraft) -> bool:
    """Whether a content is nothing but the tag of another attribution."""
    if draft is other:
        return False
    tag = [*other.source, *other.cue]
    if not tag or not all(
        any(c.start <= t.start and t.end <= c.end for c in draft.content) for t in tag
    ):
        return False
    return all(
        min(s.start for s in tag) <= span.start and span.end <= max(s.end for s in tag)
        for span in draft.content
    )


def _is_part_of(inner: AttributionDraft, outer: AttributionDraft) -> bool:
    return outer is not inner and all(
        any(span.start <= part.start and part.end <= span.end for span in outer.content)
        for part in (*inner.source, *inner.cue, *inner.content)
    )


def _open_speaker(found: list[AttributionDraft], quotes: tuple[Quote, ...]) -> int | None:
    """Which draft has the quotation that the line end leaves open."""
    if not (quotes and quotes[-1].open_ended):
        return None
    for number, draft in enumerate(found):
        for span in draft.content:
            if span.start <= quotes[-1].start and span.end >= quotes[-1].end - 2:
                return number
    return None
