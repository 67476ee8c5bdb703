"""The plain sentences that would show a duty kept, and those that would show it broken.

"Belasar shall withdraw all its forces from the Heights": kept if "Belasar has withdrawn all its
forces from the Heights"; broken if "Belasar has not withdrawn ...", "Belasar still has its forces
in the Heights". The clause keeps its own words; only its verbs are put into the perfect, its
subject is named where it is a mere "the Parties", and a negation is taken out or put in. A clause
that cannot be turned is quoted as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from servanda.claims.drafting.plain_clause import plain_clauses
from servanda.claims.drafting.predicates import predicates_of
from servanda.claims.drafting.sentence_forms import broken_sentences, kept_sentences
from servanda.claims.lexicon.word_lists import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["ShownBy", "shown_by"]

_NOMINAL = re.compile(
    r"(?:The\s+)?(?:[A-Za-z]+\s+)?[A-Za-z]+(?:al|tion|sion|ment|ing|ease|urn|fer|ange|over|ance|ure)"
    r"\s+of\s",
    re.I,
)
_SHORTEST = 2  # words of a predicate that says anything [judgement; "has ceased." does not]
_MOST_KEPT = 3  # sentences that show it kept [limit]
_MOST_BROKEN = 4  # sentences that show it broken [limit]
# What a name that takes "the" ends in, or has before its "of".
_BODIES = words(
    "agency alliance army assembly association authority board bureau coalition commission",
    "committee commonwealth confederation congress coordination council department emirate",
    "federation force forces front government group kingdom league ministry mission movement",
    "office operators organisation organization parliament party police republic senate sides",
    "state states sultanate union",
)


@dataclass(frozen=True, slots=True)
class ShownBy:
    """What would show a duty kept, and what would show it broken."""

    kept: tuple[str, ...]
    broken: tuple[str, ...]
    turned: bool = True  # False: the clause could not be turned and is quoted as it stands


def shown_by(clause: str, bearers: Sequence[str], parse: Callable[[str], Doc]) -> ShownBy:
    """Plain sentences out of a clause of an agreement.

    bearers: the names that stand for "the Parties"; parse: a loaded spaCy model for English
    """
    bearers = [_with_article(name, clause) for name in bearers]
    found = [
        predicate
        for sentence in plain_clauses(clause)[:2]
        for predicate in predicates_of(parse(sentence), bearers, parse)
    ]
    if not found or (len(found[0].pieces) < _SHORTEST and not found[0].ensured):
        return _as_event(clause) or _quotation(clause)
    kept = tuple(dict.fromkeys(kept_sentences(found[0], bearers)))
    broken = dict.fromkeys(said for each in found[:2] for said in broken_sentences(each, bearers))
    return ShownBy(kept[:_MOST_KEPT], tuple(broken)[:_MOST_BROKEN])


def _as_event(clause: str) -> ShownBy | None:
    """Of a duty that is a noun, "Release of prisoners": that it has, or has not, taken place."""
    plain = next(iter(plain_clauses(clause)), "")
    if not _NOMINAL.match(plain):
        return None
    said = f"The {plain[:1].lower()}{plain[1:]}" if not plain.startswith("The ") else plain
    return ShownBy((f"{said} has taken place.",), (f"{said} has not taken place.",))


def _with_article(name: str, clause: str) -> str:
    """ "The Government of Talmeria", as a sentence has it."""
    if name.lower().startswith("the ") or " " not in name:
        return name
    head = name.split(" of ")[0].split()[-1]
    taken = f"the {name}".lower() in clause.lower()
    return f"the {name}" if taken or head.lower() in _BODIES else name


def _quotation(clause: str) -> ShownBy:
    said = " ".join(clause.split()).rstrip(".")
    return ShownBy(
        (f"The following is kept: {said}.",), (f"The following is broken: {said}.",), False
    )
