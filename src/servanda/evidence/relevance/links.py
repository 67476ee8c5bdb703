"""Which obligations a claim, or a matter, is about: a score and the reason for it.

Everything compares words, parties, acts and places of the case itself; no place or party is known
to the program, so a case with every name changed is judged alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from servanda.evidence.relevance.act_classes import acts_against, acts_of, event_acts
from servanda.evidence.trust.sides import actors_by_id, root
from servanda.evidence.wording.stems import best_mention, stems
from servanda.evidence.wording.units import convert, is_measure
from servanda.records import (
    Actor,
    BoundDirection,
    Case,
    Claim,
    Coverage,
    Document,
    Link,
    Matter,
    Obligation,
    ObligationKind,
    Proposition,
    Scope,
    Site,
    VerbClass,
)

__all__ = ["LINK_FLOOR", "claim_text", "coverage", "links", "sentence_around"]

LINK_FLOOR = 0.3  # below it a claim bears on no obligation; an ordinary answer
_ANAPHORA = 0.5  # the object is a pronoun or a number, and named elsewhere in the document
_STANDS_FOR_ANOTHER = re.compile(
    r"it|they|them|those|these|this|that|one|ones|some|all|both|each|none|most|rest|others?"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+"
)
_NO_PARTY = 0.6  # the claim does not say whose act it is
_BOTH_SIDES = 0.9  # it says that it is both sides' act, and names neither


def links(
    claim: Claim, document: Document, case: Case, without: Collection[str] = ()
) -> tuple[Link, ...]:
    """The obligations the claim bears on, best first.

    without: ids of obligations that are not asked about
    """
    asked = (duty for duty in case.obligations if duty.id not in without)
    found = (_link(claim, document, obligation, case) for obligation in asked)
    kept = (link for link in found if link is not None and link.score >= LINK_FLOOR)
    return tuple(sorted(kept, key=lambda link: (-link.score, link.obligation)))


def _link(claim: Claim, document: Document, obligation: Obligation, case: Case) -> Link | None:
    act, act_why = _act_score(claim, obligation)
    if act == 0.0:
        return None
    party, party_why = _party_score(claim.proposition, obligation, case)
    place, place_why = _place_score(claim.proposition.site, obligation, case)
    if party * place == 0.0:
        return None
    thing, thing_why = _object_score(claim, document, obligation)
    score = act * party * place * thing
    why = "; ".join(reason for reason in (act_why, thing_why, party_why, place_why) if reason)
    return Link(obligation.id, round(score, 6), why)


def _act_score(claim: Claim, obligation: Obligation) -> tuple[float, str]:
    act = claim.proposition.verb
    if _tells_the_stock(claim, obligation):
        return 1.0, f"gives an amount in {obligation.unit}"
    if act is VerbClass.OTHER:
        return 0.0, ""
    if act in event_acts(obligation):
        return 1.0, f"act {act.value} is what the duty rules out"
    if obligation.kind is ObligationKind.ABSTAIN:
        related = act in {VerbClass.SUSPEND, VerbClass.RESUME}
        return (0.9, f"act {act.value} of what the duty rules out") if related else (0.0, "")
    if act in acts_of(obligation):
        return 1.0, f"act {act.value} is the duty's own"
    if act in acts_against(obligation):
        return 0.8, f"act {act.value} undoes the duty's"
    return 0.0, ""


# Readings of verbs that tell how much there is: had, stood at, has grown to, was verified to be.
_STATIVE = frozenset(
    {VerbClass.OTHER, VerbClass.PRESERVE, VerbClass.DECLARE, VerbClass.INSPECT, VerbClass.OPERATE}
)


def _tells_the_stock(claim: Claim, obligation: Obligation) -> bool:
    """Whether a claim on a level to be kept gives an amount of it: "the stock has grown to 205 kg".

    A stock is told by what it is, whatever the verb; an amount to be reached needs the act.
    """
    bound, unit = obligation.bound, obligation.unit or ""
    if bound is None or bound.direction is not BoundDirection.AT_MOST:
        return False
    if claim.proposition.verb not in _STATIVE:
        return False
    return any(
        convert(one.value, one.unit, unit) is not None
        or (not is_measure(unit) and bool(set(stems(one.unit)[-1:]) & set(stems(unit))))
        for one in claim.quantities
    )


def _party_score(proposition: Proposition, obligation: Obligation, case: Case) -> tuple[float, str]:
    parties = proposition.parties or ((proposition.party,) if proposition.party else ())
    if parties:
        bound = any(_bears(party, obligation, actors_by_id(case)) for party in parties)
        return (1.0, f"{', '.join(parties)} bears the duty") if bound else (0.0, "")
    if proposition.both_sides:
        return _BOTH_SIDES, "said of both sides"
    return _NO_PARTY, "whose act it is is not said"


def _bears(party: str, obligation: Obligation, actors: Mapping[str, Actor]) -> bool:
    bearers = {root(bearer, actors) for bearer in obligation.bearers}
    return party in obligation.bearers or root(party, actors) in bearers


def _place_score(site: str | None, obligation: Obligation, case: Case) -> tuple[float, str]:
    if site is None or not obligation.sites:
        return 1.0, ""
    if set(_with_parents(site, case)) & set(obligation.sites):
        return 1.0, f"site {site} is the duty's"
    return 0.0, ""


def _with_parents(site: str, case: Case) -> tuple[str, ...]:
    by_id: Mapping[str, Site] = {one.id: one for one in case.sites}
    chain = [site]
    while (parent := by_id[chain[-1]].parent if chain[-1] in by_id else None) is not None:
        if parent in chain:
            break
        chain.append(parent)
    return tuple(chain)


def _object_score(claim: Claim, document: Document, obligation: Obligation) -> tuple[float, str]:
    phrases = tuple(
        phrase
        for phrase in (obligation.object, *obligation.terms, _counted_thing(obligation))
        if phrase
    )
    content = stems(f"{claim_text(claim, document)} {claim.proposition.object}")
    score, phrase = best_mention(phrases, content)
    if score:
        return score, f"names “{phrase}”"
    score, phrase = best_mention(phrases, stems(sentence_around(claim, document)))
    if score:
        return 0.9 * score, f"its sentence names “{phrase}”"
    if not _stands_for_another(claim.proposition.object):
        return 0.0, ""
    score, phrase = best_mention(phrases, stems(f"{document.title or ''} {document.text}"))
    return _ANAPHORA * score, f"its document names “{phrase}”"


def _counted_thing(obligation: Obligation) -> str:
    """The unit where it is a thing; percent and tonnes name nothing."""
    return "" if obligation.kind is ObligationKind.LEVEL else obligation.unit or ""


def _stands_for_another(thing: str) -> bool:
    """Whether the object as read is a pronoun or a bare number, or was not read at all."""
    return all(_STANDS_FOR_ANOTHER.fullmatch(word) for word in re.findall(r"\w+", thing.lower()))


def claim_text(claim: Claim, document: Document) -> str:
    """The content of a claim, its spans joined by a space."""
    return " ".join(document.text[span.start : span.end] for span in claim.content)


def sentence_around(claim: Claim, document: Document) -> str:
    """The line or sentence that the claim's content stands in."""
    if not claim.content:
        return ""
    text = document.text
    start, end = claim.content[0].start, claim.content[-1].end
    left = max(text.rfind(mark, 0, start) + len(mark) for mark in (". ", "\n"))
    stops = [at for mark in (". ", "\n") if (at := text.find(mark, end)) >= 0]
    return text[max(0, left) : min(stops, default=len(text))]


def coverage(matter: Matter, case: Case, on: date) -> Coverage:
    """Which obligations in force on that day are about the matter.

    A duty covers a matter when it binds the same party, is about the same kind of thing or act, and
    names the same place, or no place at all. A general duty, over a whole programme or class,
    reaches a matter whose object falls under its words: that is cover in general, which is not the
    same as a promise about this thing.
    """
    actors = actors_by_id(case)
    in_force = [one for one in case.obligations if _binds(one, matter, on, actors)]
    named = tuple(
        one.id for one in in_force if one.scope is Scope.NAMED and _covers(one, matter, case)
    )
    general = _best_general(matter, [one for one in in_force if one.scope is Scope.GENERAL])
    return Coverage(matter.id, named, general, _coverage_why(named, general))


def _binds(obligation: Obligation, matter: Matter, on: date, actors: Mapping[str, Actor]) -> bool:
    if obligation.start > on:
        return False
    return matter.party is None or _bears(matter.party, obligation, actors)


def _covers(obligation: Obligation, matter: Matter, case: Case) -> bool:
    """A duty that names places covers a matter at one of them; another, a matter of its kind."""
    sites = {site for one in matter.sites for site in _with_parents(one, case)}
    if obligation.sites:
        return bool(sites & set(obligation.sites)) and _same_thing(obligation, matter) > 0.0
    same_act = acts_of(matter) & (event_acts(obligation) | acts_of(obligation))
    return bool(same_act) and _same_thing(obligation, matter) > 0.0


def _same_thing(obligation: Obligation, matter: Matter) -> float:
    """Whether the words of either name the object of the other, 0..1."""
    ours = stems(" ".join((matter.object, *matter.terms)))
    theirs = stems(" ".join((obligation.object, *obligation.terms)))
    forward, _ = best_mention((obligation.object, *obligation.terms), ours)
    backward, _ = best_mention((matter.object, *matter.terms), theirs)
    return max(forward, backward)


def _best_general(matter: Matter, general: list[Obligation]) -> str | None:
    scored = sorted((-_same_thing(one, matter), one.id) for one in general)
    return scored[0][1] if scored and scored[0][0] < 0.0 else None


def _coverage_why(named: tuple[str, ...], general: str | None) -> str:
    if named:
        return f"covered by {', '.join(named)}"
    if general is not None:
        return f"no obligation names it; only {general} reaches it in general"
    return "no obligation in force names it or reaches it in general"
