"""What stands in the way of reading a duty by its clause, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from servanda.claims.content.actor_mentions import Directory
from servanda.claims.lexicon.word_lists import words
from servanda.claims.statements.wording import duty_wordings
from servanda.claims.text.language import UNKNOWN, clause_language
from servanda.records import DutyWarning, Names, Obligation, ObligationKind, ReadingSensitivity

__all__ = ["measured_sensitivity", "named_actors", "reading_warnings"]

# Words of a clause beside its bearer's name; with fewer it does not say what is to be done to what.
_FEWEST_WORDS = 2  # [judgement; not from outside]
# Below this share of sentences read right, a duty's number rests on what happens to be found.
_LOW_SENSITIVITY = 0.5  # [judgement; not from outside]
# Labelled sentences; with fewer a share is not believed. [judgement; not from outside]
_FEWEST_ROWS = 30

_WORD = re.compile(r"[^\W\d_]{2,}")
_SMALL = words("a an the of to in on at by for and or not no do does shall will must is are its")
# Stands for whoever bears the duty.
_EACH = re.compile(
    r"\b(?:part(?:y|ies)|sides?|both|each|either|neither|they|all|nobody|no one)\b", re.I
)


def measured_sensitivity(numbers: Mapping[str, Any]) -> Mapping[ObligationKind, ReadingSensitivity]:
    """How well duties of each kind are read, from the numbers of a reader's file; empty if absent.

    numbers: their key `sensitivity`, by kind of duty: `rows` and `share`
    """
    told = numbers.get("sensitivity")
    if not isinstance(told, Mapping):
        return {}
    return {
        kind: ReadingSensitivity(int(told[kind.value]["rows"]), float(told[kind.value]["share"]))
        for kind in ObligationKind
        if isinstance(told.get(kind.value), Mapping)
        and {"rows", "share"} <= told[kind.value].keys()
    }


def named_actors(texts: Sequence[str], names: Names) -> frozenset[str]:
    """The ids of the actors that any of the texts names."""
    return frozenset(
        mention.actor.id for text in texts for mention in Directory.of(names, text).mentions
    )


def reading_warnings(
    duty: Obligation,
    names: Names,
    named: frozenset[str] | None,
    sensitivity: ReadingSensitivity | None,
) -> Iterator[DutyWarning]:
    """Each reason why the duty may get little evidence or none, the gravest first.

    named: the actors that the case's documents name; None where it has no documents
    """
    if duty.unscorable is not None:
        yield DutyWarning(
            "it has no test, so nothing is counted for or against it",
            "write what would show it broken, and take `unscorable` out",
        )
    (wording,) = duty_wordings([duty], names)
    yield from _clause_warnings(duty, names, wording.bearers)
    called = [actor.names[0] for actor in names.actors if actor.id in duty.bearers and actor.names]
    if not called:
        yield DutyWarning(
            "its bearer has no name in the case, so no sentence can be told to be about it",
            "write the bearer's names under `actors`",
        )
    elif named is not None and not named & wording.bearers:
        yield DutyWarning(
            f"no document of the case names its bearer ({', '.join(called)})",
            "add the spellings that the documents use to the actor's `names`, or add documents",
        )
    if sensitivity is not None and _is_low(sensitivity):
        yield DutyWarning(
            f"of {sensitivity.rows} sentences on such duties the reader read"
            f" {100 * sensitivity.share:.0f} % right",
            "look at what it finds (servanda near), and enter by hand what it misses",
        )


def _is_low(sensitivity: ReadingSensitivity) -> bool:
    return sensitivity.rows >= _FEWEST_ROWS and sensitivity.share < _LOW_SENSITIVITY


def _clause_warnings(
    duty: Obligation, names: Names, bearers: frozenset[str]
) -> Iterator[DutyWarning]:
    language = clause_language(duty.clause)
    if language is not None:
        which = "another language" if language == UNKNOWN else f"another language ({language})"
        yield DutyWarning(
            f"its clause is in {which}; texts are read in English",
            "write the clause in English",
        )
        return
    directory = Directory.of(names, duty.clause)
    rest = duty.clause
    for mention in reversed(directory.mentions):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    telling = [word for word in _WORD.findall(rest) if word.lower() not in _SMALL]
    if len(telling) < _FEWEST_WORDS:
        yield DutyWarning(
            "its clause does not say what is to be done to what",
            'write it as a sentence: "Orland withdraws its soldiers from the twelve forts"',
        )
    named = {mention.actor.id for mention in directory.mentions}
    if not named & bearers and not _EACH.search(duty.clause):
        yield DutyWarning(
            "its clause does not name its bearer",
            "begin the clause with one of the bearer's `names`",
        )
