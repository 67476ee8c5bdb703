"""Attributions from a dependency parse: who says (source), how (cue), what (content).

The trees are those of spaCy's English models (ClearNLP labels).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from servanda.claims.complements import content_of
from servanda.claims.cues import ADJECTIVES, CUES, PREPOSITIONS, SILENT_VERBS, Cue, Takes
from servanda.claims.drafts import Draft, joined, trimmed
from servanda.claims.found import Found
from servanda.claims.quotations import Quote, quote_around
from servanda.claims.speech import Tag, speakers
from servanda.claims.stance import Manner, stance_of
from servanda.claims.subjects import REFUSALS, SUBJECTS, noun_phrase, source_of, speaker
from servanda.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["attributions", "within_quotation"]

_MODIFIERS = frozenset({"amod", "compound", "aux", "auxpass"})
_RULES = frozenset({"procedures", "rules", "doctrine", "manual", "manuals", "regulations"})
_HEARSAY = frozenset({"say", "report", "believe", "think", "expect", "know", "estimate"})
_SELF = frozenset({"i", "we", "you"})
_CITING = frozenset({"citing", "quoting"})
_FARTHEST = 40  # tokens between a tag's verb and its subject
_SHORT_TAIL = 12  # characters after "according to X" that are no content


def within_quotation(doc: Doc, quotes: tuple[Quote, ...], lone: Draft) -> tuple[Draft, ...]:
    """What a quotation of nobody attributes in its turn; "I think" says nothing more."""
    (span,) = lone.content
    outside = tuple(quote for quote in quotes if quote.start != span.start)
    return tuple(
        draft
        for draft in attributions(doc, outside).drafts
        if span.start <= draft.start
        and draft.content[-1].end <= span.end
        and draft.source
        and doc.text[draft.source[0].start : draft.source[0].end].lower() not in _SELF
    )


def attributions(doc: Doc, quotes: tuple[Quote, ...]) -> Found:
    """The attributions of one parsed segment, in text order, in the segment's characters."""
    tags = [tag for token in doc if (tag := _tag(token, quotes)) is not None]
    spoken = speakers(doc.text, quotes, tags)
    found = []
    for token in doc:
        draft = (
            _of_verb(token, quotes, spoken.get(token.idx, []))
            or _of_adjective(token, quotes)
            or _of_according(token)
        )
        if draft is not None:
            found.append(draft)
    found = sorted(_without_nested(found), key=lambda draft: draft.start)
    return Found(tuple(found), _left_open(found, quotes), _announced(doc, found, tags))


def _announced(doc: Doc, found: list[Draft], tags: list[Tag]) -> Draft | None:
    """The speaker whose words the next line brings: this one ends in "... said:"."""
    if not doc.text.rstrip().endswith(":") or not tags:
        return None
    token = next(token for token in doc if token.idx == tags[-1].verb)
    if any(span.start <= token.idx < span.end for draft in found for span in draft.cue):
        return None
    source = source_of(token, [], None)
    cue = CUES[token.lemma_.lower()]
    if not source:
        return None
    return Draft(
        source=source,
        cue=_cue_spans(token, token, source),
        content=(),
        sentence=_sentence(token),
        **stance_of(cue, _manner(token, token)),
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
    return _called(token) or cue


def _called(token: Token) -> Cue | None:
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


def _of_verb(token: Token, quotes: tuple[Quote, ...], spoken: list[Quote]) -> Draft | None:
    """What a verb attributes, if it is a cue."""
    cue = _cue(token, quotes)
    if cue is None:
        return None
    hearsay = _hearsay(token, cue)
    if hearsay is not None:
        return hearsay
    verb, takes = _silent(token) or (token, cue.takes)
    content = [Span(quote.start, quote.end) for quote in spoken] or content_of(
        verb, takes, cue, quotes
    )
    source = source_of(token, content, quotes if spoken else None) if content else None
    if source is None:
        return None
    return Draft(
        source=source,
        cue=_cue_spans(token, verb, (*content, *source)),
        content=joined(token.doc.text, content),
        sentence=_sentence(token),
        cited=_cited(token),
        **stance_of(cue, _manner(token, verb)),
    )


def _hearsay(token: Token, cue: Cue) -> Draft | None:
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
        trimmed(doc.text, clause.left_edge.idx, last.idx + len(last)),
    )
    content = tuple(part for part in parts if part)
    if len(content) < len(parts):
        return None
    return Draft(
        source=(),
        cue=_cue_spans(token, token, content),
        content=content,
        sentence=_sentence(token),
        **stance_of(cue, _manner(token, token)),
    )


def _cited(verb: Token) -> Span | None:
    """Whom the source cites for it: "Yonhap, citing an official, said ..."."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    near = [*verb.children, *(subject.children if subject is not None else ())]
    for child in near:
        if child.lower_ in _CITING and child.dep_ in {"advcl", "acl", "prep", "ccomp"}:
            noun = next((c for c in child.children if c.dep_ in {"dobj", "pobj"}), None)
            return noun_phrase(noun) if noun is not None else None
    return None


def _silent(token: Token) -> tuple[Token, Takes] | None:
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
    return joined(token.doc.text, kept)


def _is_bridge(child: Token, head: Token) -> bool:
    """A preposition that belongs to the cue: called *on*, called *for*."""
    cue = _called(head) or CUES.get(head.lemma_)
    if cue is None or child.dep_ != "prep" or child.i != head.i + 1:
        return False
    takes = PREPOSITIONS.get(child.lower_)
    return takes is not None and takes in cue.takes


def _manner(token: Token, verb: Token) -> Manner:
    """How the cue is used: its auxiliaries and negation, and those of the verb it hangs on."""
    heads = [token, *([token.head] if token.dep_ == "xcomp" else [])]
    words = [child for head in heads for child in head.children if child.i < verb.i]
    return Manner(
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


# --- adjectives and "according to" --------------------------------------------------------------


def _of_adjective(token: Token, quotes: tuple[Quote, ...]) -> Draft | None:
    """What "is supportive of", "was sure that", "is aware of" attribute."""
    stance = ADJECTIVES.get(token.lower_)
    verb = token.head
    if stance is None or token.dep_ not in {"acomp", "attr"} or quote_around(token.idx, quotes):
        return None
    for child in token.children:
        if child.i < token.i or child.dep_ not in {"ccomp", "prep", "xcomp"}:
            continue
        skip = child.dep_ == "prep"
        first, last = (child.i + 1 if skip else child.left_edge.i), _end_of(child)
        if last < first:
            continue
        doc = token.doc
        content = trimmed(doc.text, doc[first].idx, doc[last].idx + len(doc[last]))
        source = source_of(verb, [content], None) if content else None
        if content is None or source is None:
            return None
        cue_end = child.idx + len(child) if skip else token.idx + len(token)
        cue = Cue(token.lower_, stance, Takes.CLAUSE)
        return Draft(
            source=source,
            cue=(Span(min(verb.idx, token.idx), cue_end),),
            content=(content,),
            sentence=_sentence(token),
            **stance_of(cue, _manner(verb, verb)),
        )
    return None


def _end_of(child: Token) -> int:
    """The last token of a complement; of a noun without the relative clause that hangs on it."""
    relative = [
        token.left_edge.i
        for noun in child.subtree
        for token in noun.children
        if token.dep_ == "relcl" and child.dep_ == "prep"
    ]
    return min([child.right_edge.i, *(place - 1 for place in relative)])


def _of_according(token: Token) -> Draft | None:
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
    comma = doc.text.find(", ", source.start, source.end)
    if token.idx == sentence.start and comma > 0:
        source = Span(source.start, comma)
    left = trimmed(doc.text, sentence.start, token.idx)
    right = trimmed(doc.text, source.end, sentence.end)
    if left and right and right.end - right.start < _SHORT_TAIL:
        right = None
    content = tuple(span for span in (left, right) if span)
    if not content:
        return None
    return Draft(
        source=(source,),
        cue=(Span(token.idx, to.idx + len(to)),),
        content=content,
        sentence=sentence,
        **stance_of(CUES["say"], Manner()),
    )


# --- all of a segment -----------------------------------------------------------------------------


def _sentence(token: Token) -> Span:
    return Span(token.sent.start_char, token.sent.end_char)


def _without_nested(drafts: list[Draft]) -> list[Draft]:
    """Attributions are read one deep: what stands inside a content is part of that content."""
    return [
        draft
        for draft in drafts
        if not any(
            _inside(draft, other) or _is_tag(draft, other) or _told_by(draft, other)
            for other in drafts
        )
    ]


def _told_by(draft: Draft, other: Draft) -> bool:
    """Whether the other's tag closes this one's sentence: "A said that ..., B reported"."""
    if draft is other or not draft.source or not other.source or not other.cue:
        return False
    if other.cue[0].start < draft.cue[0].start or not draft.cue:
        return False
    told = (*draft.source, *draft.cue)
    tag = (*other.source, *other.cue)
    return all(_within(span, other.content) for span in told) and all(
        _within(span, draft.content) for span in tag
    )


def _within(span: Span, content: tuple[Span, ...]) -> bool:
    return any(part.start <= span.start and span.end <= part.end for part in content)


def _is_tag(draft: Draft, other: Draft) -> bool:
    """Whether a content is nothing but the tag of another attribution."""
    if draft is other:
        return False
    tag = [*other.source, *other.cue]
    if not all(any(c.start <= t.start and t.end <= c.end for c in draft.content) for t in tag):
        return False
    return all(
        min(s.start for s in tag) <= span.start and span.end <= max(s.end for s in tag)
        for span in draft.content
    )


def _inside(inner: Draft, outer: Draft) -> bool:
    return outer is not inner and all(
        any(span.start <= part.start and part.end <= span.end for span in outer.content)
        for part in (*inner.source, *inner.cue, *inner.content)
    )


def _left_open(found: list[Draft], quotes: tuple[Quote, ...]) -> int | None:
    """Which draft has the quotation that the line end leaves open."""
    if not (quotes and quotes[-1].open_ended):
        return None
    for number, draft in enumerate(found):
        for span in draft.content:
            if span.start <= quotes[-1].start and span.end >= quotes[-1].end - 2:
                return number
    return None
