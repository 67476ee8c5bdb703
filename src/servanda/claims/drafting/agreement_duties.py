"""The duties of an agreement: who bears each by its role, what kind it is, how many, by when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from servanda.claims.drafting.agreement_text import AgreementParty, Provision, provisions
from servanda.claims.drafting.due_days import due_day
from servanda.claims.drafting.plain_clause import plain_clauses
from servanda.claims.drafting.predicates import Predicate, predicates_of
from servanda.claims.drafting.shown_by import ShownBy, shown_by
from servanda.claims.lexicon.word_lists import words
from servanda.claims.slots.numbers import stated_numbers
from servanda.records import BoundDirection, DateRange, ObligationKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["AgreementDuty", "agreement_duties"]

_BINDS = re.compile(
    r"\b(?:shall|will|must|undert\w+\s+(?:to|that)|agree[sd]?\s+to|(?:is|are)\s+to"
    r"|commits?(?:\s+\w+sel\w+)?\s+to|may\s+not)\b|^(?:no|neither)\b.{3,80}\bmay\b",
    re.I,
)
_TWO_SIDES = re.compile(r"(?:the\s+)?(?:two|both)\b.*\b(?:sides|leaders)", re.I)
_AND_TO = re.compile(
    r"^(?P<lead>.*?\b(?:agree[sd]?|undert(?:ake|akes|ook)|commit\w*\s+\w+)\s+to)\s+(?P<first>.+?),?"
    r"\s+and\s+(?P<second>(?:not\s+)?to\s+[a-z].+)$"
)
_OF_THE_TEXT = re.compile(
    r"(?:this|the|the\s+present)?\s*(?:\w+\s+)?(?:agreement|treaty|accord|protocol|convention|memorandum"
    r"|communiqu[eé]|declaration|order|annex(?:es)?|article\w*|provisions?|texts?|terms?|original\w*|mandate|decisions?|functions?|quorum|composition)\b"
    r"|(?:it|there|nothing|disputes?|amendments?)\b",
    re.I,
)
_BODY = re.compile(
    r"\b(?:commission|committee|council|secretariat|mission|group|ministry|army|board|panel|court"
    r"|inspectorate|authority|agency|office|assembly|parliament|tribunal|monitor|bank|police|team|observers)\b",
    re.I,
)
_COMMON = words("the of and government republic kingdom people's state states union democratic")
_REFRAINS = words("refrain abstain desist cease stop")
_STATES = words(
    "withdraw remove dismantle destroy demolish vacate release free return disarm evacuate clear",
    "raze assemble eliminate hand",
)
_ASIDE_UNITS = words(
    "km kilometre kilometer metre meter mile m day week month year hour minute time side step phase"
    " stage brigade per side party partie leader country"
)
_LEAST = re.compile(r"\b(?:(?:not|no)\s+(?:fewer|less)\s+than|at\s+least)\s*$", re.I)
_MOST = re.compile(
    r"\b(?:(?:not|no)\s+more\s+than|at\s+most|exceed(?:ing|s)?|maximum\s+of)\s*$", re.I
)
# "A council of ten members", "in the nine districts": no number of what is to be done.
_NOT_COUNTED = re.compile(
    r"\ban?\s(?:[\w-]+\s){1,4}of\s$|\b(?:in|at|on|among|across)\s(?:the\s|all\s|its\s)?$", re.I
)
_YEARS = range(1900, 2100)
_AFTER_UNIT = re.compile(
    r"\b(?:of|in|on|at|to|from|by|for|which|that|shall|will|held|within|each|every|per|an?)\b"
    r"|(?<=\s)\w+ed\b"
)
_FIGURES = re.compile(r"\s*\((?P<figures>\d[\d,]*)\)")
_LONGEST_NAME = 8  # words of a bearer's name [layout]
_WORDS_OF_UNIT = 3  # words of a unit [layout]


@dataclass(frozen=True, slots=True)
class AgreementDuty:
    """One duty as the text lays it down; `remarks` say, field by field, what to check."""

    provision: Provision
    clause: str
    bearers: tuple[str, ...]  # names
    kind: ObligationKind
    count: int | None
    unit: str
    bound: tuple[BoundDirection, float] | None
    deadline: date | None
    shown: ShownBy
    remarks: tuple[tuple[str, str], ...]


def agreement_duties(
    text: str,
    parties: Sequence[AgreementParty],
    signed: date | None,
    published: DateRange,
    parse: Callable[[str], Doc],
) -> tuple[AgreementDuty, ...]:
    """Every duty of an agreement, in text order."""
    reader = _DutyReader(parties, signed, published, parse)
    return tuple(
        duty
        for provision in provisions(text)
        for clause in _clauses(provision)
        if (duty := reader.duty(provision, clause)) is not None
    )


def _clauses(provision: Provision) -> Iterator[str]:
    """The clauses of a provision: "agree to restore ties and to reopen embassies" is two."""
    match = _AND_TO.match(provision.clause)
    if match is None:
        yield provision.clause
        return
    yield f"{match['lead']} {match['first']}"
    second = match["second"]
    yield f"{match['lead'].removesuffix(' to')} {second}"


class _DutyReader:
    def __init__(
        self,
        parties: Sequence[AgreementParty],
        signed: date | None,
        published: DateRange,
        parse: Callable[[str], Doc],
    ) -> None:
        self._parties = parties
        self._names = tuple(party.name for party in parties)
        self._signed = signed
        self._published = published
        self._parse = parse

    def duty(self, provision: Provision, clause: str) -> AgreementDuty | None:
        """The duty of a clause; None where it lays nothing down on anybody."""
        binds = _BINDS.search(clause) is not None
        if not binds and not provision.due:
            return None
        plain = next(iter(plain_clauses(clause)), "")
        found = predicates_of(self._parse(plain), self._names, self._parse)
        first = found[0] if found else None
        if first is not None and _OF_THE_TEXT.match(first.subject):
            return None
        if first is None and not provision.due:
            return None
        bearers, unsure = self._bearers(first, plain)
        deadline, told = due_day(provision.due or clause, self._signed, self._published)
        count, unit, bound = _amount(plain)
        kind = _kind(first, count, bound)
        remarks = {"bearer": unsure, "deadline": told, "count": _disagreement(clause)}
        return AgreementDuty(
            provision=provision,
            clause=clause.rstrip(" .;"),
            bearers=bearers,
            kind=kind,
            count=count if kind is not ObligationKind.LEVEL else None,
            unit=unit,
            bound=bound if kind is ObligationKind.LEVEL else None,
            deadline=deadline,
            shown=shown_by(clause, bearers, self._parse),
            remarks=tuple((key, remark) for key, remark in remarks.items() if remark),
        )

    def _bearers(self, act: Predicate | None, plain: str) -> tuple[tuple[str, ...], str]:
        """Who bears it, by role; never the thing that is acted upon."""
        if act is None:
            return self._owners(plain)
        if act.generic or _TWO_SIDES.match(act.subject):
            return self._names, ""
        if act.agent:
            said = " ".join(word.text for word in act.pieces)
            by = re.search(r"\bby\s+(?:the\s+)?(.{3,60})", said)
            if by and (named := self._parties_in(by[1])):
                return named, ""
            if by and re.match(r"(?:the\s+)?(?:two\s+)?(?:parties|sides)", by[1], re.I):
                return self._names, ""
        named = self._parties_in(act.subject)
        if named and (not act.passive or len(named) < len(self._names)):
            return named, ""
        if not act.passive and _is_body(act):
            name = re.sub(r"^(?:the|an?)\s+", "", act.subject, flags=re.I).split(",")[0]
            return (name,), "as the sentence names it; no party by this name is known"
        return self._owners(act.subject)

    def _owners(self, said: str) -> tuple[tuple[str, ...], str]:
        """Those whose thing it is, else all, with a word of caution."""
        named = self._parties_in(said)
        if named:
            return named, ""
        return self._names, "the text does not say who; all parties stand here"

    def _parties_in(self, said: str) -> tuple[str, ...]:
        """The parties that some words name, in order."""
        low = said.lower().replace("’", "'")
        places = {party.name: _place(party, low) for party in self._parties}
        found = sorted((at, name) for name, at in places.items() if at >= 0)
        return tuple(name for _, name in found)


def _is_body(act: Predicate) -> bool:
    """True for a subject that can act: "the Joint Commission", "RJMEC"."""
    if len(act.subject.split()) > _LONGEST_NAME or act.lemma == "be":
        return False
    name = re.sub(r"^the\s+", "", act.subject, flags=re.I)
    return (
        bool(_BODY.search(name)) or (name[:1].isupper() and act.subject != name) or name.isupper()
    )


def _place(party: AgreementParty, low: str) -> int:
    """Where a party is named by an alias, its name or the name's own words; -1 where it is not."""
    own = [word for word in party.name.lower().split() if word not in _COMMON]
    names = [party.name.lower(), *(alias.lower() for alias in party.aliases), *own]
    found = [
        match.start() for name in names if (match := re.search(rf"\b{re.escape(name)}\b", low))
    ]
    return min(found, default=-1)


def _kind(
    act: Predicate | None, count: int | None, bound: tuple[BoundDirection, float] | None
) -> ObligationKind:
    if bound is not None:
        return ObligationKind.LEVEL
    forbids = act is not None and (act.denied or act.subject.lower().startswith("no "))
    if forbids or (act is not None and act.lemma in _REFRAINS):
        return ObligationKind.ABSTAIN
    if act is not None and count is not None and _acts(act) & _STATES:
        return ObligationKind.STATE
    return ObligationKind.ACT


def _acts(act: Predicate) -> set[str]:
    """The lemmas of its verbs; of a passive the participle's stem will do."""
    named = {word.lemma for word in act.pieces if word.lemma}
    done = {word.text.lower() for word in act.pieces[1:3]}
    stems = {stem for stem in _STATES for word in done if word.startswith(stem.rstrip("e"))}
    return named | (stems if act.passive else set())


def _amount(plain: str) -> tuple[int | None, str, tuple[BoundDirection, float] | None]:
    """The number that counts what is to be done, its unit, and the bound where it is one."""
    said = _FIGURES.sub("", plain)
    for number in stated_numbers(said):
        unit = _unit(number.unit)
        before = said[: number.span.start]
        if number.form != "cardinal" or number.value < 1 or not unit:
            continue
        if _NOT_COUNTED.search(before) or number.value in _YEARS:
            continue
        if _MOST.search(before):
            return None, unit, (BoundDirection.AT_MOST, number.value)
        if _LEAST.search(before):
            return None, unit, (BoundDirection.AT_LEAST, number.value)
        return int(number.value), unit, None
    return None, "", None


def _unit(said: str) -> str:
    """The noun that is counted: "fortified posts" of "fortified posts of Taluva"."""
    kept = _AFTER_UNIT.split(said)[0]
    listed = kept.split()[:_WORDS_OF_UNIT]
    if not listed or any(word.lower().rstrip("s") in _ASIDE_UNITS for word in listed):
        return ""
    return " ".join(listed)


def _disagreement(clause: str) -> str:
    """A remark where a number in words and the figures behind it differ."""
    for match in _FIGURES.finditer(clause):
        figures = float(match["figures"].replace(",", ""))
        before = stated_numbers(clause[: match.start()] + " things")
        if before and before[-1].value != figures:
            return f"in words {before[-1].value:g}, in figures {figures:g}; which holds?"
    return ""
