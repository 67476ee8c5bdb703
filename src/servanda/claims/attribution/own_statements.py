"""What an article asserts itself: its main clauses, one a verb, less what it attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from servanda.claims.attribution.draft import AttributionDraft
from servanda.claims.text.coordination import is_joint_act
from servanda.claims.text.quotations import Quote
from servanda.claims.text.spans import trim_span
from servanda.claims.text.tokens import sentence_range, text_of
from servanda.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["statements"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_FEWEST_WORDS = 3  # tokens of a statement [judgement; not from outside]


def statements(
    doc: Doc, drafts: Iterable[AttributionDraft], quotes: tuple[Quote, ...]
) -> Iterator[AttributionDraft]:
    """The main clauses of a parsed segment that no attribution covers, in order."""
    taken = [span for draft in drafts for span in (*draft.content, *draft.cue)]
    for sentence in doc.sents:
        heads = _main_verbs(sentence.root)
        for number, head in enumerate(heads):
            span = _clause(head, heads[number + 1 : number + 2], first=number == 0)
            if span is None or _has_attribution(head, span, taken, quotes):
                continue
            yield AttributionDraft(
                source=(),
                cue=(),
                content=(span,),
                sentence=Span(sentence.start_char, sentence.end_char),
                attributed=False,
                shared_subject=_subject_span(heads, number),
            )


def _main_verbs(root: Token) -> list[Token]:
    """The root verb and those coordinated with it, if it is a verb with a subject of its own."""
    if root.pos_ not in {"VERB", "AUX"}:
        return []
    if not any(child.dep_ in _SUBJECTS for child in root.children):
        return []
    heads = [root]
    for head in heads:
        heads += [
            c
            for c in head.conjuncts
            if c.pos_ in {"VERB", "AUX"} and c not in heads and c.i > head.i and not is_joint_act(c)
        ]
    return sorted(set(heads), key=lambda token: token.i)


def _clause(head: Token, following: list[Token], *, first: bool) -> Span | None:
    """From the clause's subject, or its verb, to where the next coordinated verb begins."""
    doc = head.doc
    start = min(
        [head.i, *(child.left_edge.i for child in head.children if _opens_clause(child, head))]
    )
    alone = first and not following
    last = sentence_range(head)[1] - 1 if alone else head.right_edge.i
    if following:
        nxt = following[0]
        begin = min([nxt.i, *(c.left_edge.i for c in nxt.children if _opens_clause(c, nxt))])
        last = min(last, begin - 1)
        while last > head.i and (doc[last].dep_ in {"cc", "punct"} or doc[last].is_punct):
            last -= 1
    if last - start + 1 < _FEWEST_WORDS:
        return None
    return trim_span(text_of(doc), doc[start].idx, doc[last].idx + len(doc[last]))


def _opens_clause(child: Token, head: Token) -> bool:
    return child.i < head.i and child.dep_ in {*_SUBJECTS, "aux", "auxpass", "neg", "advmod"}


def _has_attribution(head: Token, span: Span, taken: list[Span], quotes: tuple[Quote, ...]) -> bool:
    """Whether an attribution has this verb, or most of the clause, or it stands in a quotation."""
    if any(part.start <= head.idx < part.end for part in taken):
        return True
    if any(quote.holds(head.idx) for quote in quotes):
        return True
    shared = sum(max(0, min(span.end, part.end) - max(span.start, part.start)) for part in taken)
    return shared > 0.5 * (span.end - span.start)


def _subject_span(heads: list[Token], number: int) -> Span | None:
    """The subject that a coordinated verb shares with one before it."""
    if any(child.dep_ in _SUBJECTS for child in heads[number].children):
        return None
    for head in reversed(heads[:number]):
        for child in head.children:
            if child.dep_ in _SUBJECTS:
                first, last = child.left_edge, child.right_edge
                return Span(first.idx, last.idx + len(last))
    return None
