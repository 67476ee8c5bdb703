"""The words that bind: where each duty of a sentence begins, and where it ends.

"Shall", "will", "undertakes to", "is to", or the finite verb of a clause in the present tense.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from servanda.claims.lexicon.word_lists import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["SUBJECTS", "Operator", "clause_end", "operators_of", "subject_of", "that_clause"]

_MODALS = words("shall will must")
_UNDERTAKES = words(
    "agree bind commit engage guarantee oblige pledge promise resolve swear undertake vow"
)
_ASIDE = words("relcl advcl acl csubj pcomp")  # clauses inside a clause
_OPENS_CLAUSE = words("as if should that than unless until when where which while who whom whose")
SUBJECTS = words("nsubj nsubjpass expl csubj csubjpass")


@dataclass(frozen=True, slots=True)
class Operator:
    """Where a predicate begins, and the verb that has its subject."""

    at: int  # of the binding word
    begins: int  # of what follows it
    governor: int  # the verb whose subject it is
    denied: bool


def operators_of(doc: Doc) -> list[Operator]:
    """The binding words of a sentence, in order; those of its asides are left out."""
    binding = [found for token in doc if (found := _operator(token)) is not None]
    main = [
        found
        for number, found in enumerate(binding)
        if not _is_aside(doc, found, binding[number - 1].at if number else 0)
    ]
    chosen = main or binding[:1] or _present(doc)
    kept: list[Operator] = []
    for operator in chosen:  # "shall undertake to": one operator
        if kept and operator.at <= kept[-1].begins:
            kept[-1] = replace(operator, at=kept[-1].at, governor=kept[-1].governor)
        else:
            kept.append(operator)
    return kept


def _operator(token: Token) -> Operator | None:
    if token.lower_ in _MODALS and token.tag_ == "MD":
        return Operator(token.i, token.i + 1, token.head.i, False)
    if token.lower_ == "may" and _forbids(token):
        return Operator(token.i, token.i + 1, token.head.i, False)
    if token.lemma_.lower() in _UNDERTAKES and token.pos_ in {"VERB", "NOUN", "ADJ"}:
        return _undertaking(token)
    if token.lower_ in {"is", "are"}:
        return _is_to(token)
    return None


def _forbids(may: Token) -> bool:
    """ "No Party may", "may not": what is not allowed."""
    after = may.doc[may.i + 1].lower_ if may.i + 1 < len(may.doc) else ""
    return after == "not" or may.doc[0].lower_ in {"no", "neither", "nobody"}


def _undertaking(token: Token) -> Operator | None:
    """ "undertakes (not) to", "commit themselves to", "have agreed that"."""
    doc, at, denied = token.doc, token.i + 1, False
    while at < len(doc) and (
        doc[at].lower_ in {"itself", "themselves", "not", "each", "hereby", "also"}
    ):
        denied |= doc[at].lower_ == "not"
        at += 1
    if at + 1 >= len(doc) or doc[at].lower_ not in {"to", "that"}:
        return None
    if doc[at].lower_ == "to":
        at += 1
        if doc[at].lower_ == "not":
            at, denied = at + 1, True
        if doc[at].tag_ not in {"VB", "VBP", "VBG", "NN", "JJ", "RB"} or not doc[at].is_alpha:
            return None
    return Operator(token.i, at, token.i, denied)


def _is_to(token: Token) -> Operator | None:
    """ "are (not) to be released"."""
    doc, at = token.doc, token.i + 1
    denied = at < len(doc) and doc[at].lower_ == "not"
    at += denied
    if at + 1 < len(doc) and doc[at].lower_ == "to" and doc[at + 1].tag_ == "VB":
        return Operator(token.i, at + 1, token.i, denied)
    return None


def _present(doc: Doc) -> list[Operator]:
    """The finite verb of a clause that only says what is so: "the North demolishes"."""
    for sentence in doc.sents:
        root = sentence.root
        helper = next((t for t in root.children if t.lower_ in {"do", "does"}), None)
        if helper is not None:
            denied = any(child.dep_ == "neg" for child in root.children)
            return [Operator(helper.i, helper.i + 1, root.i, denied)]
        if root.tag_ in {"VBZ", "VBP"} and any(c.dep_ in SUBJECTS for c in root.children):
            return [Operator(root.i, root.i, root.i, False)]
        if root.tag_ == "VB" and root.i <= sentence.start + 2:
            return [Operator(sentence.start, root.i, root.i, False)]
        return []
    return []


def _is_aside(doc: Doc, operator: Operator, start: int) -> bool:
    """True inside a relative or adverbial clause that begins behind the operator before."""
    if operator.at and doc[operator.at - 1].lower_ in {"which", "who"}:
        return True
    if not any(token.lower_ in _OPENS_CLAUSE for token in doc[start : operator.at]):
        return False
    at = doc[operator.governor]
    while at.head.i != at.i:
        if at.dep_ in _ASIDE:
            return True
        at = at.head
    return False


def clause_end(doc: Doc, operator: Operator, ahead: Operator | None) -> int:
    """Where the predicate ends: the text's end, or before the clause of the next operator."""
    if ahead is None:
        return len(doc)
    end = ahead.at
    subject = subject_of(doc, ahead)
    if subject is not None and operator.begins < subject.left_edge.i < end:
        end = subject.left_edge.i
    elif joint := [t.i for t in doc[operator.begins + 1 : end] if _joins_clause(t, ahead.at)]:
        end = joint[-1]
    while end - 1 > operator.begins and (
        doc[end - 1].is_punct or doc[end - 1].tag_ in {"CC", "RB"}
    ):
        end -= 1
    return end


def _joins_clause(token: Token, ahead: int) -> bool:
    """True for "and" before "shall", or before "from then on shall"."""
    after = token.nbor(1)
    return token.lower_ in {"and", "or"} and (after.i == ahead or after.tag_ in {"IN", "RB"})


def subject_of(doc: Doc, operator: Operator) -> Token | None:
    """The subject that stands before an operator of its verb."""
    if operator.at and doc[operator.at - 1].tag_ == "CC":
        return None
    for verb in (doc[operator.governor], doc[operator.at], doc[operator.governor].head):
        for child in verb.children:
            if child.dep_ in SUBJECTS and child.i < operator.at:
                return child
    return None


def that_clause(doc: Doc, begins: int) -> str:
    """What follows "that" where it stands first: "undertakes that ..."."""
    if begins < len(doc) and doc[begins].lower_ == "that":
        inner = doc[begins + 1 :].text.strip(" ,")
        return str(inner[:1].upper() + inner[1:])
    return ""
