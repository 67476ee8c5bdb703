"""What a plain clause says of whom: its subject, whether it is denied, and its verbs.

Behind the word that binds stands the predicate, taken over word by word; only its verbs are marked,
so that they can be put into another form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from servanda.claims.drafting.operators import (
    SUBJECTS,
    Operator,
    clause_end,
    operators_of,
    subject_of,
    that_clause,
)
from servanda.claims.lexicon.word_lists import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Predicate", "PredicateWord", "predicates_of"]

_ENSURES = words("ensure guarantee secure see warrant")
_DROPPED = words("accordingly also forthwith further henceforth hereby likewise then thereafter")
_NOT_VERBS = words("IN DT PDT RB TO PRP PRP$ CD CC WDT , .")
_NO_TIME = re.compile(r"at no time|in no (?:case|circumstances?|event)|under no circumstances?")
_GENERIC = re.compile(
    r"(?:(?:the|each|both|every|either|neither|no|all)(?:\s+of(?:\s+the)?)?\s+)?"
    r"(?:(?:two|three|high|contracting|state)\s+)*"
    r"(?:(?:groups?\s+of\s+)?part(?:y|ies)|sides?|signator(?:y|ies)|participants?)|they|it|both|each|we",
    re.I,
)
_MANY = re.compile(
    r"(?:the\s+|both\s+|all\s+)?(?:parties|sides|signatories|they|both|we|two|three|four|five|six)",
    re.I,
)
_SINGLE = re.compile(r"(?:each|every|neither|either|no one|nobody)\b", re.I)
_PREPOSITION = re.compile(r"(?<!^Of)\s(?:of|in|on|at|for|from|within|between|to|by|held|which)\b")
_SHORT_ADVERBIAL = 1  # words between "has" and its participle [layout]
_LONGEST_LEAD = 12  # words of an opening adverbial that is kept [layout]


@dataclass(frozen=True, slots=True)
class PredicateWord:
    """A word of a predicate as it stands; a verb that can take another form has its lemma."""

    text: str
    blank: str
    lemma: str = ""


@dataclass(frozen=True, slots=True)
class Predicate:
    """One duty as a clause puts it."""

    subject: str  # as it stands, without what denies
    inside: str  # the same inside a sentence
    plural: bool
    generic: bool  # it stands for whoever bears the duty
    denied: bool
    pieces: tuple[PredicateWord, ...]
    passive: bool
    lead: str  # the opening adverbial: "within the zone"
    target: str  # the direct object, "" without one
    source: str  # the place that it is taken from
    agent: bool  # "by ..." says who does it
    ensured: tuple[Predicate, ...] = ()  # what it says is to be brought about

    @property
    def lemma(self) -> str:
        """The first verb's, "be" aside where another follows."""
        lemmas = [piece.lemma for piece in self.pieces if piece.lemma]
        return lemmas[0] if lemmas else ""


def predicates_of(
    doc: Doc, bearers: Sequence[str], parse: Callable[[str], Doc]
) -> tuple[Predicate, ...]:
    """The duties of one sentence, in order; none where it binds nobody to anything."""
    operators = operators_of(doc)
    inside = that_clause(doc, operators[0].begins) if operators else ""
    if inside:
        return predicates_of(parse(inside), bearers, parse)
    found: list[Predicate] = []
    for number, operator in enumerate(operators):
        ahead = operators[number + 1] if number + 1 < len(operators) else None
        end = clause_end(doc, operator, ahead)
        made = _predicate(doc, operator, end, found[-1] if found else None)
        if made is not None:
            found.append(_with_ensured(made, bearers, parse))
    return tuple(_with_shared_object(found))


def _with_shared_object(found: Sequence[Predicate]) -> Iterator[Predicate]:
    """ "Shall employ, and shall retain, twelve doctors": both have the object."""
    shared = False
    for number, predicate in enumerate(found):
        after = found[number + 1].pieces if number + 1 < len(found) else ()
        comma = next((n for n, piece in enumerate(after[:3]) if piece.text == ","), None)
        if len(predicate.pieces) == 1 and comma is not None:
            verb = replace(predicate.pieces[0], blank=" ")
            yield replace(predicate, pieces=(verb, *after[comma + 1 :]))
            shared = True
            continue
        pieces = predicate.pieces
        if shared:
            pieces = tuple(piece for n, piece in enumerate(pieces) if n > 2 or piece.text != ",")
            pieces = (replace(pieces[0], blank=" "), *pieces[1:])
        yield replace(predicate, pieces=pieces)
        shared = False


def _with_ensured(
    made: Predicate, bearers: Sequence[str], parse: Callable[[str], Doc]
) -> Predicate:
    """The predicate with what "ensures that" is about."""
    said = "".join(piece.text + piece.blank for piece in made.pieces)
    match = re.match(r"(?:each |both )?\w+ (?:to it )?that (.+)", said)
    if made.lemma not in _ENSURES or match is None:
        return made
    inner = match[1][:1].upper() + match[1][1:]
    return replace(made, ensured=predicates_of(parse(inner), bearers, parse))


# what stands in them


def _predicate(
    doc: Doc, operator: Operator, end: int, before: Predicate | None
) -> Predicate | None:
    subject = subject_of(doc, operator)
    shared = before is not None and (
        subject is None
        or (subject.i < operator.at and _stands_before_another(doc, subject, operator))
    )
    if before is not None and subject is not None and subject.tag_ == "PRP" and not shared:
        return None  # "they": perhaps not the bearers
    if before is not None and shared:
        who = replace(before, denied=False, lead="", ensured=())
    else:
        who = _whose(doc, subject, operator)
    begins, early, denied = _openers(doc, operator.begins, end)
    first = next((t for t in doc[begins:end] if t.is_alpha), None)
    if first is None:
        return None
    prefix = doc[first.i].text + "-" if doc[first.i : first.i + 2].text.endswith("-") else ""
    pieces, passive = _pieces(doc, first.i, end, doc[operator.governor])
    target, source, agent = _roles(doc, first.i, end)
    if prefix and pieces[0].lemma:
        pieces = (replace(pieces[0], lemma=prefix + pieces[0].lemma), *pieces[1:])
    if early and len(early.split()) <= _SHORT_ADVERBIAL:
        pieces, early = (PredicateWord(early, " "), *pieces), ""
    lead = ", ".join(part for part in (who.lead, early) if part)
    return replace(
        who,
        denied=who.denied or operator.denied or denied or _is_of_nothing(doc, first.i, end),
        pieces=pieces,
        passive=passive,
        lead=lead,
        target=target,
        source=source,
        agent=agent,
    )


def _stands_before_another(doc: Doc, subject: Token, operator: Operator) -> bool:
    """True if another operator stands between the subject and this one."""
    between = doc[subject.right_edge.i + 1 : operator.at]
    return any(token.tag_ == "MD" for token in between)


def _whose(doc: Doc, subject: Token | None, operator: Operator) -> Predicate:
    """The subject of an operator, as a predicate that says nothing yet."""
    start = subject.left_edge.i if subject is not None else 0
    while start < operator.at and (doc[start].is_punct or doc[start].tag_ == "CC"):
        if doc[start].lower_ == "neither":
            break
        start += 1
    if start > 0 and doc[start - 1].lower_ in {"neither", "no"}:
        start -= 1
    text = doc[start : operator.at].text.strip()
    text = _with_both_commas(text)
    lead = doc[:start].text.strip(" ,") if operator.at else ""
    if len(lead.split()) > _LONGEST_LEAD or _has_operator(doc, start):
        lead = ""
    name, denied = _without_denial(text)
    generic = not text or _GENERIC.fullmatch(text) is not None
    return Predicate(
        subject=name,
        inside=name if doc[start].tag_ in {"NNP", "NNPS"} else name[:1].lower() + name[1:],
        plural=_is_plural(subject, text),
        generic=generic,
        denied=denied or (generic and text.lower().startswith("no ")),
        pieces=(),
        passive=False,
        lead=lead[:1].lower() + lead[1:],
        target="",
        source="",
        agent=False,
    )


def _with_both_commas(text: str) -> str:
    """A subject with an aside keeps the comma behind it; a list has none."""
    bare = text.rstrip(" ,")
    lists = re.search(r",[^,]*\b(?:and|or)\b[^,]*$", bare)
    return f"{bare}," if bare.count(", ") % 2 and not lists else bare


def _has_operator(doc: Doc, end: int) -> bool:
    return any(token.tag_ == "MD" for token in doc[:end])


def _without_denial(text: str) -> tuple[str, bool]:
    """The subject without "neither": "the Front nor the Leagues" becomes "... and ..."."""
    match = re.match(r"neither\s+(?:of\s+(?=the))?", text, re.I)
    if match is None:
        return text, False
    left = re.sub(r"\bnor\b", "and", text[match.end() :])
    return left[:1].upper() + left[1:], True


def _is_plural(subject: Token | None, text: str) -> bool:
    if _MANY.fullmatch(text):
        return True
    if _SINGLE.match(text) and " nor " not in text:
        return False
    joined = re.search(r"\b(?:and|nor)\b|^Of the ", _PREPOSITION.split(text)[0])
    if subject is None or joined:
        return bool(joined)
    if " and " in text and any(child.dep_ == "conj" for child in subject.children):
        return True
    if subject.dep_ == "expl":
        return any(t.tag_ in {"NNS", "CD"} for t in subject.doc[subject.i + 3 : subject.i + 12])
    counted = (
        any(t.dep_ == "nummod" and t.lower_ not in {"one", "1"} for t in subject.children)
        or subject.tag_ == "CD"
    )
    at = next((t.i for t in subject.subtree if t.tag_ == "IN" and t.i > subject.left_edge.i), 0)
    head = subject.doc[at - 1] if at else subject
    many = (
        head.tag_ in {"NNS", "NNPS"}
        or subject.tag_ in {"NNS", "NNPS"}
        or subject.lower_ in {"they", "these", "those", "all"}
    )
    return counted or many


def _openers(doc: Doc, begins: int, end: int) -> tuple[int, str, bool]:
    """Where the verb stands, the adverbial before it, and whether it is denied."""
    denied, early, at = False, [], begins
    head = next((t.i for t in doc[begins:end] if _begins_verb(t)), begins)
    while at < head:
        low = doc[at].lower_
        if low in {"not", "never", "neither"}:
            denied = True
        elif low not in _DROPPED and (doc[at].is_alpha or doc[at].like_num):
            early.append(doc[at].text)
        at += 1
    said = " ".join(early)
    if _NO_TIME.fullmatch(said):
        said, denied = "", True
    return head, "" if re.fullmatch(r"(?:at any time|at all times)", said) else said, denied


def _is_of_nothing(doc: Doc, begins: int, end: int) -> bool:
    """ "Shall hold no manoeuvre": denied, and says so in its object."""
    near = doc[begins + 1 : min(begins + 3, end)]
    after = {"fewer", "less", "more", "later"}
    return any(
        token.lower_ == "no" and token.i + 1 < end and doc[token.i + 1].lower_ not in after
        for token in near
    )


def _begins_verb(token: Token) -> bool:
    """True for the first word of a bare verb group; the parser takes some of them for nouns."""
    if token.lower_ in {"be", "have"}:
        return True
    if token.tag_ in {"VB", "VBP", "VBG", "VBZ"}:
        return token.dep_ not in {"amod", "compound", "pcomp"}
    return token.dep_ == "ROOT" and token.is_alpha


def _pieces(
    doc: Doc, begins: int, end: int, governor: Token
) -> tuple[tuple[PredicateWord, ...], bool]:
    """The words from the verb on, its verbs marked; and whether it is passive."""
    if doc[begins].lower_ == "have" and begins + 1 < end and doc[begins + 1].tag_ in {"VBN", "VBD"}:
        begins += 1
    while begins + 2 < end and doc[begins + 1].text == "-":  # "co-operate"
        begins += 2
    first = doc[begins]
    lemma = "be" if first.lower_ in {"be", "been", "is", "are"} else _lemma(first)
    passive = lemma == "be" and any(
        t.tag_ in {"VBN", "VBD"} for t in doc[begins + 1 : min(begins + 4, end)]
    )
    verbs = {begins: lemma}
    if lemma != "be":
        verbs |= {at: _lemma(doc[at]) for at in _joined_verbs(doc, begins, end)}
    pieces = tuple(
        PredicateWord(token.text, token.whitespace_, verbs.get(token.i, ""))
        for token in doc[begins:end]
        if token.lower_ not in _DROPPED
    )
    return pieces, passive


def _lemma(token: Token) -> str:
    """Of a bare verb its own form: the parser's lemma may be that of a noun."""
    return token.lemma_.lower() if token.tag_ in {"VBZ", "VBG", "VBN", "VBD"} else token.lower_


def _joined_verbs(doc: Doc, begins: int, end: int) -> Iterator[int]:
    """Bare verbs that are joined to the first: "impede, delay or suspend", ", and train"."""
    at = begins + 1
    while (following := _after_joint(doc, at, end)) is not None:
        yield following
        at = following + 1
    yield from (token.i for token in doc[at:end] if _is_bare_conjunct(token, begins))


def _after_joint(doc: Doc, at: int, end: int) -> int | None:
    """The bare verb right behind a comma, "or" or "and"; None where there is none."""
    start = at
    while at < end and (doc[at].text == "," or doc[at].tag_ == "CC"):
        at += 1
    while at + 2 < end and doc[at + 1].text == "-":  # "re-lay"
        at += 2
    return at if start < at < end and _can_be_bare(doc[at]) else None


def _can_be_bare(token: Token) -> bool:
    plain = token.is_alpha and token.is_lower and token.lower_ != "such"
    return plain and token.tag_ not in _NOT_VERBS


def _is_bare_conjunct(token: Token, first: int) -> bool:
    """True for "..., and keep them": joined to the first verb, without a subject of its own."""
    before = token.nbor(-1)
    if token.tag_ == "VB" and (before.text == "," or before.tag_ == "CC"):
        return True
    if token.dep_ != "conj" or token.tag_ not in {"VB", "VBP"}:
        return False
    if any(child.dep_ in {*SUBJECTS, "aux", "auxpass"} for child in token.children):
        return False
    head = token.head
    while head.dep_ == "conj" and head.i != first:
        head = head.head
    return head.i == first


def _roles(doc: Doc, begins: int, end: int) -> tuple[str, str, bool]:
    """The direct object, the place it is taken from, and whether an agent is named."""
    target = source = ""
    agent = False
    for token in doc[begins:end]:
        if token.dep_ == "dobj" and token.head.i == begins and not target:
            stop = next((t.i for t in token.subtree if t.lower_ == "from" and t.i > token.i), None)
            last = min(token.right_edge.i + 1, end) if stop is None else stop
            target = doc[token.left_edge.i : last].text
        if token.lower_ == "from" and not source and token.i - begins < 15:
            source = _place_after(doc, token, end)
        agent |= token.lower_ == "by" and token.dep_ == "agent"
    return target.split(",")[0], source, agent


def _place_after(doc: Doc, token: Token, end: int) -> str:
    place = next((child for child in token.children if child.dep_ == "pobj"), None)
    if place is None:
        return ""
    return str(doc[place.left_edge.i : min(place.right_edge.i + 1, end)].text.split(",")[0])
