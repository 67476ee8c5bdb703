"""Who is bound by an agreement, as its opening introduces them, each and several together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.claims.lexicon.word_lists import words
from servanda.records import Span

__all__ = ["AgreementParty", "PartyGroup", "groups_of", "parties_in", "parties_of"]

_PREAMBLE = 4_000  # characters in which parties introduce themselves [judgement; by eye]
_PART = r"[A-Z][\w'’-]*"
_NAME = re.compile(
    rf"(?:[Tt]he[ ]+)?{_PART}(?:[ ]+(?:(?:of|for|in)(?:[ ]+the)?[ ]+|and[ ]+)?{_PART})*"
)
# All between two brackets that is nothing but a name: "the Movement for Justice and the Coast".
_WHOLE_NAME = re.compile(
    rf"(?:[Tt]he\s+)?{_PART}(?:\s+(?:of|for|in|on|and|the|{_PART}))*\s+{_PART}"
)
_QUOTED = r"[\"“](?:the\s+)?(?P<{}>[^\"”]{{2,60}})[\"”]"
_ALIAS = re.compile(
    rf"\((?:[^()\"“]{{0,60}}{_QUOTED.format('alias')}(?:\s+or\s+{_QUOTED.format('second')})?"
    r"|(?P<acronym>[A-Z]{2,8}))\)",
    re.I,
)
_QUOTES = re.compile(r"[\"“]")
_HEADED = re.compile(r"^\s*PREAMBLE\s*$", re.M | re.I)
_TOGETHER = re.compile(
    rf"\b(?:together|collectively|jointly)\b[^\"“\n]{{0,60}}?\bas\s+{_QUOTED.format('alias')}", re.I
)
_GENERIC = re.compile(
    r"(?:(?:high|contracting|signatory|two|both)\s+)*(?:part(?:y|ies)|sides?)", re.I
)
_TEXT = re.compile(
    r"\b(?:agreement|treaty|accord|protocol|document|declaration|annex|framework|pact|charter)\b",
    re.I,
)
_BETWEEN = re.compile(
    rf"\bbetween\s+(?P<first>{_NAME.pattern})\s+and\s+(?P<second>{_NAME.pattern})"
)
_SIGNATORY = re.compile(rf"(?P<name>{_NAME.pattern}),\s+represented\s+by\b")
_OFFICE = re.compile(
    r"\b(?:President|Prime Minister|Chancellor|King|Queen|Foreign Minister|Government)\s+of\s+"
    rf"(?P<name>{_NAME.pattern})"
)
_ONE_NAME = rf"(?:[Tt]he[ ]+)?{_PART}(?:[ ]+(?:(?:of|for|in)(?:[ ]+the)?[ ]+)?{_PART})*"
# "The delegations of Merrow and Lorne met"; "Merrow and Lorne have agreed".
_DELEGATES = re.compile(
    r"\b(?i:delegations|delegates|representatives|leaders|governments|envoys|commanders)\s+of\s+"
    rf"(?P<first>{_ONE_NAME})\s+and\s+(?:of\s+)?(?P<second>{_ONE_NAME})"
)
_AGREEING = re.compile(
    rf"(?P<first>{_ONE_NAME})\s+and\s+(?P<second>{_ONE_NAME})[^.:;]{{0,200}}?"
    r"\b(?:agree|agreed|undertake|decided|commit)\b"
)
# How a paragraph begins that recalls something and introduces nobody who signs. [grammar]
_ASIDE = re.compile(r"\s*(?:[A-Z]\w+ing\b|Under\b|In\b|With\b|Done\b|Signed\b)")
_STATE = re.compile(
    r"(?:the\s+)?(?:governments?|republic|kingdom|union|federation|states?)\b", re.I
)
_OF_STATES = words(
    "the of and government governments republic kingdom people's state states union federation",
    "democratic",
)


@dataclass(frozen=True, slots=True)
class AgreementParty:
    """Who is bound, with the names that the text gives it."""

    name: str
    aliases: tuple[str, ...]
    span: Span
    signs: bool = True  # False: the text only names it: a host, an agency


@dataclass(frozen=True, slots=True)
class PartyGroup:
    """A name for several parties together: "the Movements"."""

    alias: str
    members: tuple[str, ...]  # names of parties


def parties_of(text: str) -> tuple[AgreementParty, ...]:
    """Who is bound: those that introduce themselves, else those that the title names."""
    top = _opening(text)
    named = (tuple(_by_alias(top)), _by_title(top), _by_office(top), _by_pair(top))
    for found in named:
        if sum(party.signs for party in found) > 1:
            return found
    return ()


def _opening(text: str) -> str:
    """Where the parties introduce themselves: behind a table of contents, where there is one."""
    headed = list(_HEADED.finditer(text[: 10 * _PREAMBLE]))
    start = headed[-1].start() if len(headed) > 1 else 0
    return text[start : start + _PREAMBLE]


def _by_alias(top: str) -> Iterator[AgreementParty]:
    """Those with a short name in brackets, or with somebody who signs for them."""
    seen: set[str] = set()
    for match in sorted(
        (*_ALIAS.finditer(top), *_SIGNATORY.finditer(top)), key=lambda m: m.start()
    ):
        given = match.groupdict()
        aliases = [given[key] for key in ("alias", "second", "acronym") if given.get(key)]
        name = given.get("name") or _named_before(top, match)
        bare = re.sub(r"^[Tt]he\s+", "", name)
        if not bare or any(_GENERIC.fullmatch(alias) or _TEXT.search(alias) for alias in aliases):
            continue
        if given.get("name") and _ALIAS.search(top, match.end(), _part_end(top, match.end())):
            continue  # its short name comes
        line = top[top.rfind("\n", 0, match.start()) + 1 :].split("\n", 1)[0]
        if bare in seen or (given.get("acronym") and not _QUOTES.search(line)):
            continue  # a list of abbreviations introduces nobody
        seen.add(bare)
        short = () if aliases or " of " not in bare else (bare.split(" of ")[0],)
        signs = _ASIDE.match(line) is None
        yield AgreementParty(bare, (*aliases, *short), Span(*match.span()), signs)


def _part_end(text: str, start: int) -> int:
    """Where the words about one party end: at the line's end, or where another one begins."""
    found = (text.find(mark, start) for mark in ("\n", ";", ", and "))
    return min((at for at in found if at >= 0), default=len(text))


def _named_before(top: str, match: re.Match[str]) -> str:
    """The name that a bracket is about: the first since the last one, or the nearest."""
    start = max(top.rfind(mark, 0, match.start()) + 1 for mark in ("\n", ";", ")", ", and "))
    told = top[start : match.start()]
    whole = re.sub(r"^[\s,]*(?:and\s+)?", "", told).rstrip()
    if _WHOLE_NAME.fullmatch(whole):
        return whole
    names = [found[0] for found in _NAME.finditer(told)]
    if not names or (not told.rstrip().endswith(names[-1]) and "represented" not in told):
        return ""
    return names[0] if "represented" in told else names[-1]


def _by_title(top: str) -> tuple[AgreementParty, ...]:
    match = _BETWEEN.search(" ".join(top[:600].split()))
    if match is None:
        return ()
    return tuple(
        AgreementParty(re.sub(r"^the\s+", "", match[key], flags=re.I), (), Span(0, 0))
        for key in ("first", "second")
    )


def _by_office(top: str) -> tuple[AgreementParty, ...]:
    """Those whose leaders meet: "the President of Merrow and the Prime Minister of ..."."""
    made: dict[str, AgreementParty] = {}
    for match in _OFFICE.finditer(top[:800]):
        name = re.sub(r"^the\s+", "", match["name"])
        made.setdefault(name, AgreementParty(name, (), Span(*match.span())))
    return tuple(made.values())[:2]


def _by_pair(top: str) -> tuple[AgreementParty, ...]:
    """The two that meet and agree in the first sentences."""
    lines = [" ".join(line.split()) for line in top[:600].splitlines()]
    found = (form.search(line) for line in lines for form in (_DELEGATES, _AGREEING))
    match = next(filter(None, found), None)
    if match is None:
        return ()
    return tuple(
        AgreementParty(re.sub(r"^the\s+", "", match[key], flags=re.I), (), Span(0, 0))
        for key in ("first", "second")
    )


def groups_of(text: str, parties: Sequence[AgreementParty]) -> tuple[PartyGroup, ...]:
    """The names that the opening gives to several parties together."""
    top = _opening(text)
    found = []
    together = list(_TOGETHER.finditer(top))
    shared = [
        match for match in _ALIAS.finditer(top) if match["alias"] and not _named_before(top, match)
    ]
    end = 0
    for match in sorted((*together, *shared), key=lambda match: match.start()):
        start = max(top.rfind("\n", 0, match.start()) + 1, end)
        end = match.end()
        members = parties_in(top[start : match.start()], parties)
        if len(members) > 1 and not _GENERIC.fullmatch(match["alias"]):
            found.append(PartyGroup(match["alias"], members))
    return tuple(found)


def parties_in(
    said: str, parties: Sequence[AgreementParty], groups: Sequence[PartyGroup] = ()
) -> tuple[str, ...]:
    """The parties that some words name, in order; of a group's name all its members."""
    places = {party.name: _place(_spellings(party), said) for party in parties}
    for group in groups:
        at = _place((group.alias,), said)
        places |= {name: at for name in group.members if at >= 0 > places[name]}
    return tuple(name for at, name in sorted((at, name) for name, at in places.items() if at >= 0))


def _spellings(party: AgreementParty) -> tuple[str, ...]:
    """Its names; of a state also the words of its name that are its own."""
    own = [word for word in party.name.split() if word.lower() not in _OF_STATES]
    return (
        party.name,
        *party.aliases,
        *(own if _STATE.match(party.name) or not party.aliases else ()),
    )


def _place(spellings: Sequence[str], said: str) -> int:
    """Where one of the names stands, and is no part of a longer one; -1 where none does."""
    found = [
        match.start()
        for name in spellings
        if (match := re.search(rf"\b(?i:{re.escape(name)})\b(?!\s+of\s+(?:the\s+)?[A-Z])", said))
    ]
    return min(found, default=-1)
