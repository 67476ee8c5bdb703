"""Coordinated verbs that are one act on one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servanda.claims.lexicon.word_lists import words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["WATCHES", "is_joint_act"]

WATCHES = words(
    "verify certify",
)  # who does this looks on while another acts
_NEAR = 4  # tokens between two verbs that share one object [judgement; not from outside]


def is_joint_act(verb: Token) -> bool:
    """Whether a verb and the one it hangs on are one act on one object.

    "Shipped out or destroyed 65 percent"; "77 were verified and cleared".
    """
    before = verb.head
    if verb.dep_ != "conj" or verb.i - before.i > _NEAR:
        return False
    joint = {"or"} | ({"and"} if before.lemma_ in WATCHES else set())
    joined = any(child.dep_ == "cc" and child.lower_ in joint for child in before.children)
    return joined and not any(child.dep_ == "dobj" for child in before.children)
