"""What a cue puts forward: its complements in a dependency parse, as character spans.

Where the tree and the punctuation disagree, the punctuation is believed: parsers lose their way in
long quotations and in ", he said,", typists seldom do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from servanda.claims.attribution.subjects import SUBJECTS, keeps_silent, subject_of
from servanda.claims.lexicon.cues import CUES, EVIDENCE_NOUNS, PREPOSITIONS, Cue, Takes
from servanda.claims.lexicon.word_lists import DATE_WORDS
from servanda.claims.text.quotations import Quote
from servanda.claims.text.spans import trim_span
from servanda.claims.text.tokens import sentence_range, text_of
from servanda.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["content_of"]

# Tokens between a cue and the "that" it is looked for. [judgement; not from outside]
_THAT_ROOM = 12

_LEAST_LEFT = 3  # tokens before ", he said" that can be what is said [judgement; not from outside]
_TIME_WORDS = frozenset({"npadvmod", "advmod", "prep"})


def content_of(verb: Token, takes: Takes, cue: Cue, quotes: tuple[Quote, ...]) -> list[Span]:
    """The stretches that a cue's complements cover, in no order."""
    if cue.speaks and (around := _clause_halves(verb)):
        return _with_whole_quotes(verb, around, quotes)
    spans = _right_complements(verb, takes) or _left_complement(verb, takes)
    if cue.speaks:
        spans = spans or _clause_before_tag(verb) or _that_clause(verb)
        spans = _with_whole_quotes(verb, spans, quotes)
    return spans


def _right_complements(verb: Token, takes: Takes) -> list[Span]:
    """Everything from the first complement after the cue to the end of the last one."""
    right = [c for c in verb.children if c.i > verb.i and _is_eligible(c, verb, takes)]
    right += [c for c in verb.children if _is_continuation(c, right, takes)]
    if not right:
        return []
    first = max(min(child.left_edge.i for child in right), verb.i + 1)
    last = max(_complement_end(child, verb) for child in right)
    if first == verb.i + 1 and verb.doc[first].lower_ in {"on", "for", "upon"}:
        first += 1
    return _span(verb, first, last)


def _left_complement(verb: Token, takes: Takes) -> list[Span]:
    """The clause before its cue: "..., he said"."""
    for child in verb.children:
        if child.dep_ == "ccomp" and child.i < verb.i and takes & (Takes.CLAUSE | Takes.SMALL):
            subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
            between = subject is not None and child.i < subject.i < verb.i
            stop = subject.left_edge.i if subject is not None and between else verb.i
            last = min(child.right_edge.i, stop - 1)
            if between and verb.doc[stop - 1].text == ",":  # up to the comma before the tag
                last = stop - 1
            return _span(verb, child.left_edge.i, last) if last >= child.left_edge.i else []
    return []


def _is_eligible(child: Token, verb: Token, takes: Takes) -> bool:
    """Whether a child can be content of this cue."""
    if child.dep_ == "ccomp":
        said = Takes.THAT in takes and any(c.lower_ == "that" for c in child.children)
        return said or bool(takes & (Takes.CLAUSE | Takes.SMALL))
    if child.dep_ == "xcomp":
        return _is_eligible_open_clause(child, takes)
    if child.dep_ in {"dobj", "oprd", "attr"}:
        return _is_eligible_object(child, verb, takes)
    if child.dep_ in {"prep", "dative"}:
        return _is_eligible_preposition(child, takes)
    return False


def _is_continuation(child: Token, right: list[Token], takes: Takes) -> bool:
    """The "to disperse" of "call for launchers to disperse", where it hangs on "call" by itself."""
    if Takes.FOR not in takes or child.dep_ not in {"advcl", "xcomp", "relcl"}:
        return False
    first = child.left_edge
    if first.lower_ == "for" and first.i == child.head.i + 1:
        return True
    if not right:
        return False
    return first.lower_ == "to" and first.i == right[-1].right_edge.i + 1


def _is_eligible_open_clause(child: Token, takes: Takes) -> bool:
    if any(c.tag_ == "TO" for c in child.children):
        return Takes.INFINITIVE in takes
    return (Takes.GERUND in takes and child.tag_ == "VBG") or Takes.SMALL in takes


def _is_eligible_object(child: Token, verb: Token, takes: Takes) -> bool:
    if Takes.SMALL in takes:
        return True
    if Takes.EVIDENCE in takes:
        return child.lower_ in EVIDENCE_NOUNS
    if Takes.OBJECT in takes:
        return child.dep_ == "dobj"
    follows = any(c.dep_ == "xcomp" and c.i > child.i for c in verb.children)
    return child.dep_ == "dobj" and Takes.INFINITIVE in takes and follows


def _is_eligible_preposition(child: Token, takes: Takes) -> bool:
    if Takes.INFINITIVE in takes and child.lower_ == "to":
        return any(c.pos_ == "VERB" for c in child.children)
    wanted = PREPOSITIONS.get(child.lower_)
    return wanted is not None and wanted in takes and not _is_date(child)


def _is_date(preposition: Token) -> bool:
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    return noun is not None and (noun.text in DATE_WORDS or noun.like_num)


def _complement_end(child: Token, verb: Token) -> int:
    """Where a complement ends: before a coordinated clause that has a speaker of its own.

    A bare infinitive that the parser hung on the cue itself belongs to the complement:
    "agreed to remove 10 and preserve one".
    """
    last: int = child.right_edge.i
    doc = child.doc
    for token in doc[child.i : last]:
        if doc[token.i - 1].text == "," and _is_afterthought(token):
            last = token.i - 1
            break
    for head in (child, *child.conjuncts):
        for conj in head.children:
            if conj.dep_ == "conj" and conj.i > child.i and _speaks_for_itself(conj):
                last = min(last, conj.left_edge.i - 1)
    if child.dep_ in {"dobj", "attr", "oprd", "prep"}:
        last = _without_aside(child, last)
    if child.dep_ in {"xcomp", "prep"}:
        for conj in verb.children:
            bare = conj.dep_ == "conj" and conj.tag_ == "VB" and verb.tag_ != "VB"
            if bare and not any(c.dep_ in SUBJECTS for c in conj.children):
                last = max(last, conj.right_edge.i)
    return last


def _without_aside(child: Token, last: int) -> int:
    """The end without the writer's own ", who ..." or ", which ..." at it."""
    doc = child.doc
    for token in doc[child.i + 1 : last + 1]:
        if token.dep_ != "relcl" or token.right_edge.i < last:
            continue
        first = token.left_edge.i
        if doc[first].lower_ in {"who", "which", "where", "whose"} and doc[first - 1].text == ",":
            return first - 2
    return last


def _speaks_for_itself(conj: Token) -> bool:
    """A coordinated ", and the minister acknowledged that ..." or "but declined to ..."."""
    if keeps_silent(conj):
        return True
    cue = CUES.get(conj.lemma_)
    subject = next((c for c in conj.children if c.dep_ in SUBJECTS), None)
    if cue is None or not cue.speaks or subject is None or subject.pos_ == "PRON":
        return False
    before = conj.doc[max(0, subject.left_edge.i - 2) : subject.left_edge.i]
    return any(token.text in {",", ";"} for token in before)


def _is_afterthought(token: Token) -> bool:
    """What follows a content and is not part of it: ", according to ...", ", adding that ..."."""
    if token.text == "according":
        return True
    cue = CUES.get(token.lemma_)
    return token.tag_ == "VBG" and token.dep_ == "advcl" and cue is not None and cue.speaks


def _clause_halves(verb: Token) -> list[Span]:
    """Both halves of "The plan, he said, is dead"."""
    subject = subject_of(verb)
    doc = verb.doc
    if subject is None or not 0 < verb.i - subject.i < 6 or subject.head != verb:
        return []
    first, after = subject.left_edge.i, verb.i + 1
    while after < len(doc) and doc[after].head == verb and doc[after].dep_ in _TIME_WORDS:
        after = doc[after].right_edge.i + 1
    begin, end = sentence_range(verb)
    if after >= end - 2 or doc[after].text != "," or first - 1 <= begin:
        return []
    if doc[after + 1].tag_ == "VBG":  # "..., Yonhap said, citing ...": that is no content
        return []
    if doc[first - 1].text != ",":
        return []
    return [
        *_span(verb, begin, first - 2),
        *_span(verb, after + 1, end - 1),
    ]


def _clause_before_tag(verb: Token) -> list[Span]:
    """What stands before ", he said" in the same sentence, if the parser missed that it is said."""
    subject = subject_of(verb)
    begin, doc = sentence_range(verb)[0], verb.doc
    start = min([verb.i, *([subject.left_edge.i] if subject is not None else [])])
    after = verb.i + 1
    while after < len(doc) and doc[after].head == verb and doc[after].dep_ in _TIME_WORDS:
        after = doc[after].right_edge.i + 1
    if start == verb.i and subject is not None:  # "..., said the minister"
        after = max(after, subject.right_edge.i + 1)
    if after < len(doc) and doc[after].is_alpha:  # what is said may come after it
        return []
    if start - begin < _LEAST_LEFT or doc[start - 1].text not in {",", '"', "''"}:
        return []
    return _span(verb, begin, start - 2)


def _that_clause(verb: Token) -> list[Span]:
    """What follows "that" later in the sentence, if the parser hung it on another word."""
    end = sentence_range(verb)[1]
    for token in verb.doc[verb.i + 1 : min(end, verb.i + _THAT_ROOM)]:
        if token.lower_ == "that" and token.head.pos_ in {"VERB", "AUX"} and token.dep_ == "mark":
            return _span(verb, token.i, end - 1)
        if token.pos_ == "VERB" or token.text in {",", ";", ":"}:
            return []
    return []


def _with_whole_quotes(verb: Token, spans: list[Span], quotes: tuple[Quote, ...]) -> list[Span]:
    """The spans with the whole of every quotation that they cut."""
    result = []
    for span in spans:
        start, end = span.start, span.end
        for quote in quotes:
            if quote.start < end and start < quote.end and not quote.holds(verb.idx):
                start, end = min(start, quote.start), max(end, quote.end)
        result.append(Span(start, end))
    return result


def _span(verb: Token, first: int, last: int) -> list[Span]:
    """The tokens first..last as a span, without a conjunction left over at its edges."""
    doc = verb.doc
    while last > first and (doc[last].dep_ == "cc" or doc[last].is_punct or doc[last].is_space):
        if doc[last].text in "\"')]”’" and doc[last].text:
            break
        last -= 1
    while first < last and (
        doc[first].is_space or doc[first].text in {",", ";", ":", "-", "--", "—"}
    ):
        first += 1
    if first > last:
        return []
    span = trim_span(text_of(doc), doc[first].idx, doc[last].idx + len(doc[last]))
    return [span] if span else []
