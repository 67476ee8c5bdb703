"""A duty in plain words, as the clause of a drafted case."""

from __future__ import annotations

import re

from servanda.claims.drafting.commitments import Commitment
from servanda.plurals import singular
from servanda.records import ObligationKind

__all__ = ["clause_of", "one_line"]

_LONGEST = 400  # characters of a clause [layout]


def clause_of(duty: Commitment, who: str, single: bool) -> str:
    """The duty in plain words: "each side removes 10 guard posts"."""
    if duty.kind is ObligationKind.ACT and duty.unscorable is not None:
        return one_line(f"{who}: {duty.words}", _LONGEST)
    last = singular(duty.object.split()[-1]).lower()
    verb = "conduct" if last == duty.verb else duty.verb  # nobody tests a test
    if duty.kind is ObligationKind.ABSTAIN and duty.claim.proposition.negated:
        made = f"{'does' if single else 'do'} not {verb}"
    else:
        made = _third_person(verb) if single else verb
    number = duty.count if duty.count is not None and duty.unit else None
    if duty.bound is not None:
        side = "at most" if duty.bound[0].value == "at_most" else "at least"
        amount = f"{side} {duty.bound[1]:g}"
        same = duty.unit is not None and singular(duty.object.split()[-1]) == duty.unit.split()[-1]
        words = f"{amount} {duty.object}" if same else f"{duty.object}: {amount} {duty.unit or ''}"
        words = f"{who} {made} {words}"
    elif number is not None:
        thing = _singular_object(duty.object) if number == 1 else duty.object
        words = f"{who} {made} {number} {thing}"
    else:
        words = f"{who} {made} {duty.object}"
    if duty.deadline is not None:
        words += f" {'until' if duty.kind is ObligationKind.ABSTAIN else 'by'} {duty.deadline}"
    if duty.condition is not None:
        words += f", {duty.condition[0]}"
    return one_line(words, _LONGEST)


def _third_person(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    if re.search(r"(?:s|sh|ch|x|z|o)$", first):
        first += "es"
    elif re.search(r"[^aeiou]y$", first):
        first = f"{first[:-1]}ies"
    else:
        first += "s"
    return f"{first} {rest}".strip()


def _singular_object(thing: str) -> str:
    head, _, last = thing.rpartition(" ")
    return f"{head} {singular(last)}".strip()


def one_line(words: str, longest: int) -> str:
    """On one line, and not endless."""
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
