"""Finding actors by name in a text: the case's actors first, then the built-in ones.

The longest name at a place wins ("South Korea's Joint Chiefs of Staff" over "South Korea"). "The
North" and "northern" stand for the one state called North something that the case or the text
names; where there are two, they stand for nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from servanda.claims.lexicon.actors import ACTORS, DEMONYMS
from servanda.claims.text.segments import normalise_typography
from servanda.records import Actor, ActorKind, Names

__all__ = ["Directory", "Mention"]

_COMPASS = ("North", "South", "East", "West")
_PAIR = re.compile(
    r"\b(?P<point>North|South|East|West)\s+and\s+(?=(?:North|South|East|West)\s+(?P<land>[A-Z]\w+))"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named at a place of a text."""

    start: int
    end: int
    actor: Actor
    adjective: bool  # "northern", "Japanese": it belongs to the actor, it need not be the actor


@dataclass(frozen=True)
class Directory:
    """The actors that one document may speak of, and how it spells them."""

    actors: tuple[Actor, ...]
    text: str  # the document's, with plain marks
    own: frozenset[str] = frozenset()  # ids of the actors that the case itself lists

    @classmethod
    def of(cls, names: Names, text: str) -> Directory:
        """The case's actors, then the built-in ones that the case has not got under any name."""
        own = frozenset(actor.id for actor in names.actors)
        return cls(_actors_of(names), normalise_typography(text), own)

    def by_id(self, actor_id: str | None) -> Actor | None:
        """The actor of this id."""
        return self._by_id.get(actor_id) if actor_id else None

    def spelled(self, name: str) -> Actor | None:
        """The actor with this very name."""
        found = self._spellings.get(_key(name))
        return found[0] if found else None

    @cached_property
    def _by_id(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every actor named in the text, in order and apart."""
        found = []
        for match in self._pattern.finditer(self.text):
            actor, adjective = self._spelling(match.group())
            found.append(Mention(match.start(), match.end(), actor, adjective))
        return tuple(sorted([*found, *self._paired()], key=lambda mention: mention.start))

    def _spelling(self, words: str) -> tuple[Actor, bool]:
        """Whose the words are; at the head of a sentence an adjective has a capital."""
        key = _key(words)
        return self._spellings.get(key) or self._spellings[key[:1].lower() + key[1:]]

    def _paired(self) -> list[Mention]:
        """The first half of "North and South Korea"."""
        pairs = []
        for match in _PAIR.finditer(self.text):
            named = self._spellings.get(f"{match['point']} {match['land']}")
            if named:
                pairs.append(Mention(match.start(), match.end("point"), named[0], False))
        return pairs

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie in a stretch of the text."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return tuple(m for m in self.mentions[first:last] if m.end <= end)

    def before(self, position: int) -> Iterator[Mention]:
        """The mentions that end by a place of the text, the last of them first."""
        for mention in reversed(self.mentions[: bisect_right(self._starts, position)]):
            if mention.end <= position:
                yield mention

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def state_of(self, actor: Actor) -> Actor:
        """The party behind an actor: a ministry's state."""
        seen = {actor.id}
        while actor.part_of and (above := self.by_id(actor.part_of)) and above.id not in seen:
            seen.add(above.id)
            actor = above
        return actor

    @cached_property
    def _spellings(self) -> dict[str, tuple[Actor, bool]]:
        table = _table_of(_SameActors(self.actors)).copy()
        for spelling, (actor, adjective_use) in self._compass(table).items():
            table.setdefault(spelling, (actor, adjective_use))
        return table

    def _compass(self, table: dict[str, tuple[Actor, bool]]) -> dict[str, tuple[Actor, bool]]:
        """ "the North", "the North's", "northern": of the one such state there is."""
        short: dict[str, tuple[Actor, bool]] = {}
        for point in _COMPASS:
            if not re.search(rf"\b{point}(?:ern)?\b", self.text, re.I):
                continue
            owners = {
                actor.id: actor
                for actor in self.actors
                if actor.kind in {ActorKind.GOVERNMENT, ActorKind.ARMED_GROUP}
                and actor.part_of is None
                and any(n.startswith(point + " ") and n in self.text for n in actor.names)
            } or self._listed(point)
            if len(owners) == 1:
                (actor,) = owners.values()
                short[_key("the " + point)] = (actor, False)
                short[_key(point.lower() + "ern")] = (actor, True)
        return short

    def _listed(self, point: str) -> dict[str, Actor]:
        """The case's own states of that name, where the text names none in full."""
        return {
            actor.id: actor
            for actor in self.actors
            if actor.id in self.own
            and actor.part_of is None
            and any(name.startswith(point + " ") for name in actor.names)
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _pattern_of(tuple(self._spellings))


class _SameActors:
    """Actors as the key of a cache: the same tuple, not an equal one, which takes long to tell."""

    def __init__(self, actors: tuple[Actor, ...]) -> None:
        self.actors = actors

    def __hash__(self) -> int:
        return id(self.actors)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameActors) and other.actors is self.actors


@lru_cache(maxsize=4)  # one case's names are asked for at every sentence
def _actors_of(names: Names) -> tuple[Actor, ...]:
    """The case's actors, then the built-in ones that the case has not got under any name."""
    known = {name.lower() for actor in names.actors for name in actor.names}
    ids = {actor.id for actor in names.actors}
    others = tuple(
        actor
        for actor in ACTORS
        if actor.id not in ids and not known & {name.lower() for name in actor.names}
    )
    return (*(_merged(actor, known) for actor in names.actors), *others)


@lru_cache(maxsize=4)
def _table_of(same: _SameActors) -> dict[str, tuple[Actor, bool]]:
    """Whose each spelling is, and whether it is an adjective; without points of the compass."""
    table: dict[str, tuple[Actor, bool]] = {}
    for actor in same.actors:
        for name in actor.names:
            table.setdefault(_key(name), (actor, name[:1].islower() and " " not in name))
    for adjective, state in DEMONYMS.items():
        if _key(state) in table:
            table.setdefault(_key(adjective), (table[_key(state)][0], True))
    return table


@lru_cache(maxsize=16)
def _pattern_of(spellings: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted(spellings, key=lambda word: (-len(word), word))
    body = "|".join(_loose(word) for word in words)
    return re.compile(rf"(?<![\w-])(?:{body})(?!\w)")


def _merged(actor: Actor, known: set[str]) -> Actor:
    """A case's actor with the built-in spellings of the same id that the case gives to nobody."""
    builtin = next((other for other in ACTORS if other.id == actor.id), None)
    if builtin is None:
        return actor
    more = tuple(name for name in builtin.names if name.lower() not in known)
    return replace(actor, names=(*actor.names, *more))


@lru_cache(maxsize=10_000)  # the same names are asked for at every claim
def _key(name: str) -> str:
    """One spelling for all: white space single, "The" at the head as "the"."""
    name = re.sub(r"\s+", " ", normalise_typography(name)).strip()
    return "the " + name[4:] if name.startswith("The ") else name


@lru_cache(maxsize=10_000)
def _loose(key: str) -> str:
    """A pattern for a name: any white space; its first letter as written or, for "the", either."""
    pattern = re.escape(key).replace(r"\ ", r"\s+")
    first = key[:1]
    return f"[{first}{first.upper()}]{pattern[1:]}" if first.islower() else pattern
