"""The content as an act: which class of act, on what, by whom, done or not."""

from __future__ import annotations

import re

from servanda.claims.attribution.draft import ClauseAct
from servanda.claims.content.actor_mentions import Directory, Mention
from servanda.records import Actor, Place, Proposition, Stance, VerbClass

__all__ = ["aspects_in", "proposition"]

# What a duty is about, as parts of an object that a source can or cannot know.
_ASPECTS: tuple[tuple[str, str], ...] = (
    ("surface", r"surface|above[- ]ground|visible"),
    ("underground", r"underground|bunkers?|subterranean|below[- ]ground|tunnels?"),
    ("firing slits", r"firing\s+(?:slits?|ports?)|embrasures?|slits"),
    ("personnel", r"troops|soldiers|personnel|people|guards|men|garrisons?|manned|unmanned"),
    ("weapons", r"weapons?|equipment|arms|firearms|machine\s+guns?|unarmed|disarm\w*|guns"),
    ("mines", r"mines|landmines|minefields?"),
)  # fmt: skip
_ASPECT_PATTERNS = tuple((name, re.compile(rf"\b(?:{words})\b", re.I)) for name, words in _ASPECTS)
_NOT_ASPECT = re.compile(
    r"(?:nuclear|strategic|tactical|chemical|new"
    r"|mass[- ]destruction)\s+(?:weapons?|arms)|surface-to-\w+"
    r"|weapons?\s+(?:program\w*|test\w*)"
    r"|arms\s+control|guard\s+posts?|tunnels?\s+(?:entrance|portal|mouth)\w*(?=\s+(?:at|of)\s+(?:the\s+)?(?:test|nuclear))",
    re.I,
)

_BOTH = re.compile(
    r"\b(?:both\s+(?:sides|Koreas|parties|countries|militaries)|each\s+(?:side|party|country)|either\s+side|the\s+two\s+(?:sides|Koreas|countries|parties|militaries)|two\s+Koreas|the\s+sides)\b",
    re.I,
)
_OWN = re.compile(r"\b(?:its|our|their|his|her|my)\b", re.I)
_WE = re.compile(r"^\s*(?:we|it|they|i)\b", re.I)
_OWNER_FIRST = frozenset(
    {VerbClass.REMOVE, VerbClass.WITHDRAW, VerbClass.PRESERVE, VerbClass.OPERATE}
)
_ELSEWHERE = re.compile(r"\b(?:near|with|to|against|towards?|facing|between)\s")


# --- putting it together ------------------------------------------------------------------------


def proposition(
    directory: Directory,
    act: ClauseAct,
    content: tuple[int, int],
    places: tuple[Place, ...],
    holder: Actor | None,
    shared_subject: tuple[int, int] | None,
    stance: Stance,
    site_parties: dict[str, str | None],
) -> Proposition:
    """The act with its party, site and aspects."""
    text = directory.text
    site = _site(places, act)
    found = _parties(directory, act, content, holder, shared_subject)
    both = not found and bool(_BOTH.search(text[content[0] : content[1]]))
    party = found[0] if len(found) == 1 else None
    if not found and site is not None and not both:
        party = site_parties.get(site)
    open_stances = {Stance.PROMISED, Stance.THREATENED, Stance.DEMANDED, Stance.AGREED}
    return Proposition(
        verb=act.word.verb if act.word else VerbClass.OTHER,
        verb_text=act.word.lemma if act.word else "",
        negated=act.negated,
        object=re.sub(r"\s+", " ", text[act.object[0] : act.object[1]]).strip(" ,;:.\"'"),
        party=party,
        site=site,
        aspects=aspects_in(text[content[0] : content[1]]),
        completed=act.completed and stance not in open_stances,
        links=(),
        parties=found if len(found) > 1 else (),
        both_sides=both,
    )


def aspects_in(content: str) -> tuple[str, ...]:
    """The parts of an object that the content speaks of, in a fixed order."""
    plain = _NOT_ASPECT.sub(" ", content)
    return tuple(name for name, pattern in _ASPECT_PATTERNS if pattern.search(plain))


def _site(places: tuple[Place, ...], act: ClauseAct) -> str | None:
    """The site of the act: one named in its object, else the first."""
    known = [place for place in places if place.site is not None]
    inside = [p for p in known if act.object[0] <= p.span.start < act.object[1]]
    chosen = (inside or known)[:1]
    return chosen[0].site if chosen else None


def _parties(
    directory: Directory,
    act: ClauseAct,
    content: tuple[int, int],
    holder: Actor | None,
    shared_subject: tuple[int, int] | None,
) -> tuple[str, ...]:
    """The states, or other parties, that act or whose object it is; () for unnamed or unknown."""
    text = directory.text
    subject = act.subject
    if shared_subject is not None and not text[subject[0] : subject[1]].strip(" ,"):
        subject = shared_subject
    if shared_subject is not None and not directory.within(*subject):
        subject = shared_subject
    by_object = _owners(directory, _without_elsewhere(text, act.object))
    by_subject = _owners(directory, subject)
    first, second = (by_object, by_subject) if _owner_first(act) else (by_subject, by_object)
    if _several(first) and second and not _several(second) and act.word and act.word.noun:
        first = second
    for found in (first, second):
        if found:
            return tuple(one for one in found if one != _UNNAMED)
    if _BOTH.search(text[content[0] : content[1]]):
        return ()
    around = text[subject[0] : subject[1]], text[act.object[0] : act.object[1]]
    if any(_OWN.search(part) for part in around) or _WE.search(around[0]):
        found_before = _antecedent(directory, act, content, holder)
        return () if found_before is None else (found_before,)
    if act.word is None and len(directory.within(*content)) == 1:
        return tuple(one for one in _owners(directory, content) if one != _UNNAMED)
    return ()


def _antecedent(
    directory: Directory, act: ClauseAct, content: tuple[int, int], holder: Actor | None
) -> str | None:
    """Whose "its posts" are, or who "it" is: the subject the content begins with, or the holder."""
    place = act.word.start if act.word else content[1]
    before = [m for m in directory.within(content[0], place) if _acts(m) and not m.adjective]
    if before and not _joint(directory.text, before[:2]):
        return directory.state_of(before[0].actor).id
    if holder is None or before or holder.kind.value in _NO_PARTIES:
        return None
    return directory.state_of(holder).id


_UNNAMED = "both sides"  # several, none of them by name
_NO_PARTIES = frozenset({"news_agency", "think_tank", "international_body", "document"})


def _without_elsewhere(text: str, where: tuple[int, int]) -> tuple[int, int]:
    """An object up to what it is near to: "a base near the Chinese border" is not China's."""
    found = _ELSEWHERE.search(text, *where)
    return (where[0], found.start()) if found else where


def _owner_first(act: ClauseAct) -> bool:
    return act.word is not None and (act.word.verb in _OWNER_FIRST or act.word.noun)


def _owners(directory: Directory, where: tuple[int, int]) -> tuple[str, ...]:
    """The parties named in a stretch: the joint ones, else the first; `_UNNAMED` for both sides."""
    if where[0] >= where[1]:
        return ()
    mentions = [m for m in directory.within(*where) if _acts(m)]
    states = tuple(dict.fromkeys(directory.state_of(m.actor).id for m in mentions))
    if len(states) > 1:
        return states if _joint(directory.text, mentions) else states[:1]
    if states:
        return states
    return (_UNNAMED,) if _BOTH.search(directory.text[where[0] : where[1]]) else ()


def _several(parties: tuple[str, ...]) -> bool:
    return len(parties) > 1 or parties == (_UNNAMED,)


def _acts(mention: Mention) -> bool:
    return mention.actor.kind.value not in _NO_PARTIES | {"state_media"}


def _joint(text: str, mentions: list[Mention]) -> bool:
    return len(mentions) > 1 and bool(
        re.fullmatch(r"\s*(?:and|,|or)\s*(?:the\s+)?", text[mentions[0].end : mentions[1].start])
    )
