"""Whether a sentence puts an act forward as a fact, by the grammar around it.

What is asked, planned, expected, aimed at or supposed is named, and nobody says that it is so:
"to see *whether* the posts had been demolished", "the exercise *had been planned* for December",
"it *should have* been held". On the way from an act up to the head of its clause, each step is
looked at: what hangs on it ("whether", "to", "should"), and what it says of the step below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from servanda.claims.lexicon.word_lists import words
from servanda.records import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["unrealised_as"]

_ASKS = frozenset({"whether", "if"})
# What is said of an act by those who look ahead to it; it begins nothing.
_LOOKS_AHEAD = words(
    "plan schedule expect suppose intend mean hope wish want aim due willing ready propose",
    "consider discuss envisage foresee slate tentative",
)
_OUGHT = frozenset({"should", "must", "ought"})
# What says of the same act, in the next breath, that it came about.
_CAME_ABOUT = words(
    "hold take carry conduct complete finish perform stage happen occur end conclude begin",
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


def unrealised_as(path: Sequence[Token]) -> Modality | None:
    """How an act is put forward that nobody says took place; None where somebody does.

    path: the tokens from the act up to the head of its clause, the act first
    """
    if any(_is_asked(step) for step in path):
        return Modality.OPEN
    if path[0].sent[-1].text == "?":
        return Modality.OPEN
    if any(_is_aimed_at(step) or _is_owed(step) for step in path):
        return Modality.FUTURE
    if any(_looks_ahead(step) for step in path[1:]):
        return Modality.FUTURE
    return None


def _is_asked(step: Token) -> bool:
    """ "whether it was", "if it was", "had it been"."""
    if any(child.dep_ == "mark" and child.lower_ in _ASKS for child in step.children):
        return True
    subject = next((child for child in step.children if child.dep_ in _SUBJECTS), None)
    had = next((child for child in step.children if child.lower_ == "had"), None)
    inverted = subject is not None and had is not None and had.i < subject.i
    return inverted and step.dep_ == "advcl"


def _is_aimed_at(step: Token) -> bool:
    """ "the task was to see", "the posts were to be demolished", "went there to look"."""
    if not any(child.tag_ == "TO" for child in step.children):
        return False
    return step.dep_ == "advcl" or (step.dep_ == "xcomp" and step.head.lemma_ == "be")


def _is_owed(step: Token) -> bool:
    """ "should have been held", "must be withdrawn"."""
    return any(child.dep_ == "aux" and child.lower_ in _OUGHT for child in step.children)


def _looks_ahead(step: Token) -> bool:
    """ "had been planned"; not "had been planned for May and was held in June"."""
    said_of = [step, *(c for c in step.children if c.dep_ in {"acomp", "attr"})]
    if not any(token.lemma_.lower() in _LOOKS_AHEAD for token in said_of):
        return False
    return not any(other.lemma_ in _CAME_ABOUT for other in step.conjuncts)
