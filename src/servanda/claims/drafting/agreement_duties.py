"""The duties of an agreement: who bears each by its role, what kind it is, how many, by when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from servanda.claims.drafting.agreement_parties import AgreementParty, PartyGroup, parties_in
from servanda.claims.drafting.agreement_text import Provision, provisions
from servanda.claims.drafting.due_days import Anchors, anchors_of, due_day
from servanda.claims.drafting.plain_clause import plain_clauses
from servanda.claims.drafting.predicates import Predicate, predicates_of
from servanda.claims.drafting.shown_by import ShownBy, shown_by
from servanda.claims.lexicon.word_lists import words
from servanda.claims.slots.numbers import stated_numbers
from servanda.records import BoundDirection, DateRange, ObligationKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["AgreementDuty", "agreement_duties"]

_OBLIGED = (
    r"(?:(?:is|are|shall\s+be)\s+(?:under\s+an?\s+(?:obligation|duty)|required|bound|obliged|obligated)"
    r"|(?:has|have|shall\s+have)\s+(?:an?|the)\s+(?:duty|obligation|responsibility)"
    r"|pledges?|engages?|binds?\s+\w+sel\w+|takes?\s+upon\s+\w+sel\w+\s+the\s+obligation)\s+to\b"
)
# Other ways to say that somebody shall do a thing, and how they are said with "shall". [grammar]
_SAID_OTHERWISE = (
    (
        re.compile(
            r"^It\s+(?:is|shall\s+be)\s+(?:incumbent\s+(?:up)?on|(?:the|a)\s+(?:duty|responsibility|task)\s+of)"
            r"\s+(?P<who>.{3,80}?)\s+to\s+"
        ),
        r"\g<who> shall ",
    ),
    (re.compile(r"^It\s+is\s+(?:prohibited|forbidden)\s+to\s+"), "The Parties shall not "),
    (re.compile(rf"\s(?:\w+ly\s+)?{_OBLIGED}"), " shall"),
)
_ANY_PARTY = re.compile(
    r"(?:an?|the|any|each|every|either|that|one|no)\s+(?:\w+(?:ed|ing)\s+|other\s+)?(?:party|side)\b",
    re.I,
)
_BINDS = re.compile(
    r"\b(?:shall|will|must|undert\w+\s+(?:not\s+)?(?:to|that)|agree[sd]?\s+(?:not\s+)?to|(?:is|are)\s+to"
    r"|commits?(?:\s+\w+sel\w+)?\s+(?:not\s+)?to|may\s+(?:not|only|(?:\w+\s+){1,4}(?:only|no\s+more\s+than))"
    r"|(?:is|are)\s+(?:prohibited|forbidden|banned))\b|\b(?:no|neither)\b.{3,80}\bmay\b",
    re.I,
)
# What a text defines, and what moves those who sign, lays nothing on anybody. [grammar]
_NO_DUTY = re.compile(
    r"[\"“][^\"”]{2,60}[\"”](?:\s+or\s+[\"“][^\"”]{2,60}[\"”])?\s+means\b"
    r"|(?:(?:[A-Z][a-z]+ing\s+that|(?:Convinced|Determined|Mindful|Aware|Conscious|Desirous|Resolved)"
    r"\s+(?:that|of|to|the))\b)"
)
_THERE_BE = re.compile(r"There\s+(?:shall|will)\s+be\s+\w+(?:ed|held|set)\b")
_TWO_SIDES = re.compile(r"(?:the\s+)?(?:two|both)\b.*\b(?:sides|leaders)", re.I)
_AND_TO = re.compile(
    r"^(?P<lead>.*?\b(?:agree[sd]?|undert(?:ake|akes|ook)|commit\w*\s+\w+)\s+to)\s+(?P<first>.+?),?"
    r"\s+and\s+(?P<second>(?:not\s+)?to\s+[a-z].+)$"
)
_AND_SHALL = re.compile(
    r"^(?P<subject>[^,;]{3,120}?)\s+(?P<modal>shall|will)\s+(?P<first>.{8,}?),?\s+and"
    r"(?:,\s+[^,]{3,60},)?\s+(?P<second>(?:shall|will)\s+.+)$"
)
_OF_THE_TEXT = re.compile(
    r"(?:this|the|the\s+present)?\s*(?:\w+\s+)?(?:agreement|treaty|accord|protocol|convention|memorandum"
    r"|communiqu[eé]|declaration|order|annex(?:es)?|article\w*|provisions?|texts?|terms?|original\w*|mandate|decisions?|functions?|quorum|composition)\b"
    r"|(?:it|there|nothing|disputes?|amendments?)\b",
    re.I,
)
_BODY = re.compile(
    r"\b(?:commission|committee|council|secretariat|mission|group|ministry|army|board|panel|court"
    r"|inspectorate|authority|agency|office|assembly|parliament|tribunal|monitor|bank|police|team|observers"
    r"|president|minister|governor|chair(?:man|person)?|director|commissioner|secretary|speaker)\b",
    re.I,
)
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
    r"\b(?:of|in|on|at|to|from|by|for|which|that|shall|will|held|within|each|every|per|an?"
    r"|along|across|near|over|around|between|inside|outside|under|behind|beyond)\b"
    r"|(?<=\s)\w+ed\b"
)
_BY = re.compile(r"\bby\s+(?:decree\s+of\s+)?(?:the\s+)?(?P<who>.{3,60})")
_THEIRS = re.compile(r"(?:its|their)\b", re.I)
_THAT = re.compile(r"\bthat\b")
_CAPITALS = re.compile(r"[A-Z][\w-]*(?:\s+(?:(?:of|for|and)(?:\s+the)?\s+)?[A-Z][\w-]*)*")
# Words between who is bound and what binds that change nothing. [grammar]
_BY_THE_WAY = re.compile(
    r"\b(?:[a-z]+ly|further|also|each|likewise|moreover|therefore|hereby)\s+"
    r"(?=(?:undertakes?|agrees?|commits?|shall|will)\b)"
)
_FIGURES = re.compile(r"\s*\((?P<figures>\d[\d,]*)\)")
_LONGEST_NAME = 12  # words of a bearer's name [layout]
_STEM = 5  # letters by which forms of one word are taken as one [judgement; not from outside]
_MOST_ON_A_DAY = 100  # duties of one day that a timetable's row is set against [limit]
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
    groups: Sequence[PartyGroup],
    signed: date | None,
    published: DateRange,
    parse: Callable[[str], Doc],
) -> tuple[AgreementDuty, ...]:
    """Every duty of an agreement, in text order; groups: names of several parties together."""
    anchors = anchors_of(text, signed, published)
    reader = _DutyReader(parties, groups, anchors, published, parse)
    found = [
        duty
        for provision in provisions(text)
        for clause in _clauses(provision)
        if (duty := reader.duty(provision, clause)) is not None
    ]
    articles: dict[date, list[tuple[frozenset[str], AgreementDuty]]] = {}
    for duty in found:
        if duty.deadline is not None and not duty.provision.due:
            alike = articles.setdefault(duty.deadline, [])
            if len(alike) < _MOST_ON_A_DAY:
                alike.append((_stems(duty.clause), duty))
    return tuple(
        duty
        if duty.deadline is None
        else _borne_as_elsewhere(duty, articles.get(duty.deadline, ()))
        for duty in found
    )


def _borne_as_elsewhere(
    duty: AgreementDuty, articles: Sequence[tuple[frozenset[str], AgreementDuty]]
) -> AgreementDuty:
    """A timetable's row that names nobody, with who bears the article's duty that it recalls.

    articles: duties that are due on the same day, with the stems of their words; that which shares
    the most of them is meant
    """
    if not duty.provision.due or duty.provision.who or "bearer" not in dict(duty.remarks):
        return duty
    stems = _stems(duty.clause)
    meant = max(articles, key=lambda article: len(stems & article[0]), default=None)
    if meant is None or not stems & meant[0]:
        return duty
    return replace(duty, bearers=meant[1].bearers, remarks=meant[1].remarks)


def _stems(clause: str) -> frozenset[str]:
    return frozenset(word[:_STEM].lower() for word in re.findall(r"[^\W\d_]{4,}", clause))


def _clauses(provision: Provision) -> Iterator[str]:
    """The clauses of a provision: "agree to restore ties and to reopen embassies" is two."""
    match = _AND_TO.match(provision.clause)
    if match is not None:
        yield f"{match['lead']} {match['first']}"
        yield f"{match['lead'].removesuffix(' to')} {match['second']}"
        return
    match = _AND_SHALL.match(provision.clause)
    if match is None:
        yield provision.clause
        return
    yield f"{match['subject']} {match['modal']} {match['first']}"
    yield f"{match['subject']} {match['second']}"


def _with_shall(clause: str) -> str:
    """The clause with "shall" where it says in another way that somebody is bound."""
    for pattern, said in _SAID_OTHERWISE:
        clause = pattern.sub(said, clause, count=1)
    return clause


class _DutyReader:
    def __init__(
        self,
        parties: Sequence[AgreementParty],
        groups: Sequence[PartyGroup],
        anchors: Anchors,
        published: DateRange,
        parse: Callable[[str], Doc],
    ) -> None:
        self._parties, self._groups, self._anchors = parties, groups, anchors
        self._due: date | None = None  # of the last provision that has a day
        self._bound: tuple[str, tuple[str, ...]] = ("", ())  # section and bearers of the last
        self._names = tuple(party.name for party in parties if party.signs)
        self._published = published
        self._parse = parse

    def duty(self, provision: Provision, clause: str) -> AgreementDuty | None:
        """The duty of a clause; None where it lays nothing down on anybody."""
        said = _with_shall(clause)
        binds = _BINDS.search(said) is not None
        if (not binds and not provision.due) or _NO_DUTY.match(clause):
            return None
        plain = _BY_THE_WAY.sub("", next(iter(plain_clauses(said)), ""))
        found = predicates_of(self._parse(plain), self._names, self._parse)
        first = found[0] if found else None
        if first is not None and _OF_THE_TEXT.match(first.subject) and not _THERE_BE.match(clause):
            return None
        if first is None and not provision.due:
            return None
        bearers, unsure = self._responsible(provision.who) or self._bearers(first, plain, provision)
        count, unit, bound = _amount(plain)
        kind = _kind(first, count, bound)
        self._bound = provision.section, bearers
        deadline, told = due_day(
            provision.due or clause,
            self._anchors,
            self._published,
            self._due,
            begins=kind is not ObligationKind.ABSTAIN,
        )
        self._due = deadline or self._due
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
            shown=shown_by(said, bearers, self._parse),
            remarks=tuple((key, remark) for key, remark in remarks.items() if remark),
        )

    def _responsible(self, who: str) -> tuple[tuple[str, ...], str] | None:
        """Whom a timetable's row names; None where it names nobody."""
        named = parties_in(who, self._parties, self._groups)
        others = [name.strip() for name in re.split(r",|;|\band\b", who)]
        others = [
            name for name in others if name and not parties_in(name, self._parties, self._groups)
        ]
        return ((*named, *others), "") if named or others else None

    def _bearers(
        self, act: Predicate | None, plain: str, provision: Provision
    ) -> tuple[tuple[str, ...], str]:
        """Who bears it, by role; never the thing that is acted upon."""
        if act is None:
            return self._owners(plain, provision)
        if _THEIRS.match(act.subject):
            return self._owners(_THAT.split(provision.clause)[0], provision)
        if act.generic or _TWO_SIDES.match(act.subject) or _ANY_PARTY.match(act.subject):
            return self._names, ""
        if act.passive and (agent := self._agent(act)):
            return agent, ""
        named = self._parties_in(act.subject)
        if not act.passive and _is_body(act) and not self._begins_with_party(act.subject):
            name = re.sub(r"^(?:the|an?|neither|no)\s+", "", act.subject, flags=re.I).split(",")[0]
            return (name,), "as the sentence names it; no party by this name is known"
        if named and (not act.passive or len(named) < len(self._names)):
            return named, ""
        return self._owners(act.subject, provision)

    def _agent(self, act: Predicate) -> tuple[str, ...]:
        """Who does what a passive tells: "shall be released by the Front"."""
        said = " ".join(word.text for word in act.pieces)
        for by in _BY.finditer(said):
            if re.match(r"(?:the\s+)?(?:two\s+)?(?:parties|sides)\b", by["who"], re.I):
                return self._names
            head = _CAPITALS.match(by["who"])
            if head and _BODY.search(head[0]) and not self._begins_with_party(head[0]):
                return (head[0],)
            if named := self._parties_in(by["who"].split(",")[0]):
                return named
        return ()

    def _begins_with_party(self, said: str) -> bool:
        """True if the first words are a party's or a group's name, and not a thing of theirs."""
        bare = re.sub(r"^(?:(?:the|each of|both|all|neither of)\s+)+", "", said, flags=re.I)
        spellings = [name for party in self._parties for name in (party.name, *party.aliases)]
        spellings += [group.alias for group in self._groups]
        return any(
            re.match(rf"(?i:{re.escape(name)})\b(?!\s+of\s+(?:the\s+)?[A-Z])", bare)
            for name in spellings
        )

    def _owners(self, said: str, provision: Provision) -> tuple[tuple[str, ...], str]:
        """Those whose thing it is, else those of the lead line, else all, with a caution."""
        for words_of in (said, provision.lead):
            if named := self._parties_in(words_of):
                return named, ""
        section, bound = self._bound
        if section and section == provision.section and 0 < len(bound) < len(self._names):
            return bound, "the text does not say who; those of the provision before it stand here"
        return self._names, "the text does not say who; all parties stand here"

    def _parties_in(self, said: str) -> tuple[str, ...]:
        """The parties that some words name, in order."""
        return parties_in(said, self._parties, self._groups)


def _is_body(act: Predicate) -> bool:
    """True for a subject that can act: "the Joint Commission", "National Radio"."""
    subject = act.subject.split(",")[0]
    if len(subject.split()) > _LONGEST_NAME or act.lemma == "be":
        return False
    name = re.sub(r"^the\s+", "", subject, flags=re.I)
    capitals = _CAPITALS.match(name)
    named = capitals is not None and (subject != name or " " in capitals[0])
    return bool(_BODY.search(name)) or named or name.isupper()


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
