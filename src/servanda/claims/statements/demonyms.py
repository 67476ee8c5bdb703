"""The words that a text makes of its actors' names: "the Caldrenian side" is Caldrene's.

Case files name states and movements; reports speak of them by adjectives and by what their people
are called. English makes these with few endings, after at most two vowels of the name are dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from servanda.records import Names

__all__ = ["with_demonyms"]

_ENDING = re.compile(r"(?:n|an|ian|ean|i|ese|ish|ic|er|ite)s?|(?<=n)s")
_SHORTEST = 4  # letters that name and adjective share at least [judgement; not from outside]
_VOWELS = "aeiouy"
_PROPER = re.compile(r"\b[A-Z][^\W\d_]{3,}")
_COMMON = re.compile(r"\b[^\W\d_A-Z][^\W\d_]{3,}")
_OF = re.compile(r"^.*\sof\s(?:the\s)?")


def with_demonyms(names: Names, text: str) -> Names:
    """The names of a case, each actor's with the adjectives that the text makes of them.

    What could be of two actors is of none.
    """
    common = frozenset(_COMMON.findall(text))
    found = {word for word in _PROPER.findall(text) if word.lower() not in common}
    owners: dict[str, set[str]] = defaultdict(set)
    for actor in names.actors:
        for land in {land for name in actor.names for land in _lands(name)}:
            first, _, last = land.rpartition(" ")
            for word in found:
                if _is_made_of(word, last):
                    owners[f"{first} {word}".strip()].add(actor.id)
    known = {name for actor in names.actors for name in actor.names}
    more: dict[str, list[str]] = defaultdict(list)
    for word, of in sorted(owners.items()):
        if len(of) == 1 and word not in known:
            more[next(iter(of))].append(word)
    actors = tuple(
        replace(actor, names=(*actor.names, *more.get(actor.id, ()))) for actor in names.actors
    )
    return replace(names, actors=actors)


def _lands(name: str) -> Iterator[str]:
    """What stands for the actor as a proper name: "Caldrene" of "Republic of Caldrene"."""
    if name[:1].isupper() and not name.startswith("The "):
        yield _OF.sub("", name)


def _is_made_of(word: str, land: str) -> bool:
    """True if the word is the land's name with an ending for its own."""
    if not _PROPER.fullmatch(land):
        return False
    dropped = min(2, len(land) - len(land.rstrip(_VOWELS)))
    return any(
        len(stem) >= _SHORTEST
        and word.startswith(stem)
        and _ENDING.fullmatch(word, len(stem)) is not None
        for stem in (land[: len(land) - cut] for cut in range(dropped + 1))
    )
