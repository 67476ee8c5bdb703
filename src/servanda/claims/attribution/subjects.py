"""Whose verb it is: subjects, agents and whole noun phrases in a dependency parse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from servanda.claims.lexicon.cues import CUES, SILENT_VERBS
from servanda.claims.lexicon.word_lists import DATE_WORDS, words
from servanda.claims.text.quotations import Quote, quote_around
from servanda.claims.text.spans import trim_span
from servanda.claims.text.tokens import sentence_range, text_of
from servanda.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "REFUSALS",
    "SUBJECTS",
    "keeps_silent",
    "noun_phrase",
    "source_of",
    "speaker",
    "subject_of",
]

REFUSALS = frozenset({"decline", "refuse"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_HOLDS_IN_PASSIVE = frozenset({"commit", "worry"})  # "is committed to": the subject holds it
_VAGUE = words(
    "many some others few most several officials",
)
_SHARES = frozenset({"conj", "xcomp", "advcl", "pcomp"})  # how a verb hangs on one with its subject
_TRAILING_DATE = re.compile(
    r",?\s+(?:on|in)\s+(?:\w+day\b|\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\.?\s+\d{1,2}\b|\d{4}\b|[A-Z]\w+\s+\d{4}\b)[\w\s,.]*$"
)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or the one it shares with the verb it hangs on."""
    if _is_passive(verb) and verb.lemma_ not in _HOLDS_IN_PASSIVE:
        return None
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if own is not None:
            return own
        if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.lemma_ in CUES:
            told = _reporting_verb(verb)
            if told != verb:
                verb = told
                continue
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        if verb.dep_ not in _SHARES:
            return None
        if verb.dep_ == "conj" and keeps_silent(verb) and verb.head.dep_ == "ccomp":
            verb = verb.head  # "said that it was so but declined ...": who said declines
        verb = verb.head.head if verb.dep_ == "pcomp" else verb.head
    return None


def _reporting_verb(verb: Token) -> Token:
    """A ", adding that ..." inside what somebody says is that speaker's, not the content's."""
    head = verb.head
    if head.dep_ == "ccomp" and head.head.lemma_ in CUES and CUES[verb.lemma_].speaks:
        return head.head
    return verb


def keeps_silent(verb: Token) -> bool:
    """ "Declined to confirm", "refused to comment"."""
    return verb.lemma_ in REFUSALS and any(
        child.dep_ == "xcomp" and child.lemma_ in SILENT_VERBS for child in verb.children
    )


def speaker(verb: Token, quotes: tuple[Quote, ...]) -> Token | None:
    """The subject of a speaking verb, or the noun beside it if the parser saw none."""
    subject = subject_of(verb)
    if subject is not None and quote_around(subject.idx, quotes) is None:
        return subject
    first, end = sentence_range(verb)
    for chunk in verb.doc[first:end].noun_chunks:
        beside = chunk.end == verb.i or chunk.start == verb.i + 1
        if beside and chunk.root.dep_ != "dobj" and quote_around(chunk.root.idx, quotes) is None:
            return chunk.root
    return None


def source_of(
    verb: Token, content: list[Span], quotes: tuple[Quote, ...] | None
) -> tuple[Span, ...] | None:
    """The spans that name who it is: none for nobody, None where this is no attribution.

    quotes: given where the content is a quotation, which the subject then stands outside of.
    """
    subject = subject_of(verb) if quotes is None else speaker(verb, quotes)
    if subject is None:
        return _agent(verb)
    if any(span.start <= subject.idx < span.end for span in content):
        return None
    phrase = noun_phrase(subject, before=verb if subject.i < verb.i else None)
    if phrase is None:
        return None
    phrase = _without_date(text_of(verb.doc), phrase)
    named = _antecedent(subject) or _group(subject)
    return (named, phrase) if named else (phrase,)


def _without_date(text: str, phrase: Span) -> Span:
    """A subject without the day that the parser hung on it: "the ministry on 15 November"."""
    date = _TRAILING_DATE.search(text, phrase.start, phrase.end)
    return Span(phrase.start, date.start()) if date and date.start() > phrase.start else phrase


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def _agent(verb: Token) -> tuple[Span, ...] | None:
    """Who said it in "was called a fraud by X"."""
    for child in verb.children:
        if child.dep_ == "agent":
            for noun in child.children:
                if noun.dep_ == "pobj" and (phrase := noun_phrase(noun)):
                    return (phrase,)
    return None


def _antecedent(subject: Token) -> Span | None:
    """What "which" or "that" stands for; "who" stands for itself."""
    verb = subject.head
    while verb.dep_ == "conj":
        verb = verb.head
    if verb.head.text in DATE_WORDS:
        return None  # the parser hung the clause on "15 November"
    if subject.lower_ in _RELATIVE - {"who"} and verb.dep_ == "relcl":
        return noun_phrase(verb.head, before=subject)
    return None


def _group(subject: Token) -> Span | None:
    """ "Within the Japanese government" before "many believe": among whom."""
    if subject.lower_ not in _VAGUE:
        return None
    for child in subject.head.children:
        if (
            child.dep_ == "prep"
            and child.i < subject.i
            and child.lower_ in {"within", "among", "in", "inside"}
        ):
            first, last = child.left_edge, child.right_edge
            return trim_span(text_of(child.doc), first.idx, last.idx + len(last))
    return None


def noun_phrase(noun: Token, before: Token | None = None) -> Span | None:
    """The whole phrase of a noun; up to the verb it is the subject of, if that is given."""
    doc = noun.doc
    first, last = noun.left_edge.i, noun.right_edge.i
    if before is not None and last >= before.i:
        relative = [c.left_edge.i for c in noun.children if c.dep_ == "relcl" and c.i > noun.i]
        last = min([before.i, *relative]) - 1
    while first < noun.i and (doc[first].dep_ in {"cc", "mark", "punct"} or doc[first].is_space):
        first += 1
    return trim_span(text_of(doc), doc[first].idx, doc[last].idx + len(doc[last]))
