"""What people decided about claims, folded into the claims: oldest first, the last word counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from servanda.claims.curation.by_hand import is_by_hand, modality_of, polarity_of, words_at
from servanda.records import (
    BY_HAND,
    Claim,
    Correction,
    Decision,
    DecisionAct,
    Document,
    Link,
    StatementDecision,
    digest,
)

__all__ = [
    "accepts",
    "apply_decisions",
    "decision_on",
    "decisions_by_claim",
    "effective_decisions",
    "id_of_decision",
    "review_state",
]

# Hexadecimal: 64 bits, so two decisions of a case never share an id by chance. [limit]
_ID_DIGITS = 16

_FATES = frozenset({DecisionAct.ACCEPT, DecisionAct.REJECT, DecisionAct.CORRECT})

AnyDecision = TypeVar("AnyDecision", Decision, StatementDecision)
Claims = tuple[Claim, ...]
Acts = Mapping[str, tuple[Decision, ...]]  # by claim, oldest first


def decision_on(
    claim: Claim,
    document: Document,
    act: DecisionAct,
    who: str,
    made: datetime,
    *,
    reason: str = "",
    since: date | None = None,
    obligation: str | None = None,
    correction: Correction | None = None,
    undoes: str | None = None,
) -> Decision:
    """One act on one claim; its id is of its content, so that none takes another's place."""
    bare = Decision(
        id="",
        document=document.id,
        claim=claim.id,
        quote=words_at(document.text, claim.content),
        act=act,
        who=who,
        made=made,
        since=since or made.date(),
        reason=reason,
        obligation=obligation,
        correction=correction,
        undoes=undoes,
    )
    return replace(bare, id=id_of_decision(bare))


def id_of_decision(bare: object) -> str:
    """The id of a decision whose own id is still empty: the beginning of its digest."""
    return digest(bare)[:_ID_DIGITS]


def effective_decisions(decisions: Iterable[AnyDecision]) -> tuple[AnyDecision, ...]:
    """The decisions that hold, oldest first: without those undone, and the undoing ones."""
    ordered = sorted(decisions, key=lambda decision: (decision.made, decision.id))
    undone: set[str] = set()
    for decision in reversed(ordered):
        if decision.undoes is not None and decision.id not in undone:
            undone.add(decision.undoes)
    return tuple(
        decision for decision in ordered if decision.id not in undone and decision.undoes is None
    )


def apply_decisions(
    claims: Sequence[Claim], acts: Acts, link: Callable[[Claims], Claims]
) -> tuple[Claim, ...]:
    """The claims of one document as people left them, for every day.

    acts: what holds for each claim, as `followed` gives it
    link: fills in the obligations that corrected claims bear on

    Rejected ones are gone, corrected ones carry their new values, and what was linked or unlinked
    by hand goes before `link`. A claim entered by hand stands only while the text has its words
    where they were. Retracted ones stay: from which day on they count for nothing, `weigh` knows.
    """
    kept = tuple(
        _apply_corrections(claim, acts.get(claim.id, ()))
        for claim in claims
        if _stays(claim, acts.get(claim.id, ()))
    )
    return tuple(_apply_links(claim, acts.get(claim.id, ())) for claim in link(kept))


def decisions_by_claim(
    document: Document, claims: Sequence[Claim], decisions: Iterable[Decision]
) -> Acts:
    """The decisions that hold for each claim, by its id, oldest first.

    A decision is on the claim with its quote: the one with its id, else the only one that was
    read. Where the text or the reader has changed and no such claim is left, it is on none.
    """
    quotes = {claim.id: words_at(document.text, claim.content) for claim in claims}
    read = [claim.id for claim in claims if claim.reader != BY_HAND]
    found: dict[str, list[Decision]] = {}
    here = (decision for decision in decisions if decision.document == document.id)
    for decision in effective_decisions(here):
        if quotes.get(decision.claim) == decision.quote:
            found.setdefault(decision.claim, []).append(decision)
            continue
        same = [claim for claim in read if quotes[claim] == decision.quote]
        if len(same) == 1 and not is_by_hand(decision.claim):
            found.setdefault(same[0], []).append(decision)
    return {claim: tuple(acts) for claim, acts in found.items()}


def accepts(acts: Sequence[Decision]) -> bool:
    """True if the last word on a claim is that it says what the text says."""
    return _fate(acts) is DecisionAct.ACCEPT


def review_state(acts: Sequence[Decision]) -> str:
    """In one word or two how a claim stands after these decisions, whatever the day."""
    retracted = [decision for decision in acts if decision.act is DecisionAct.RETRACT]
    if retracted:
        return f"retracted on {min(decision.since for decision in retracted)}"
    fate = _fate(acts)
    return "unreviewed" if fate is None else _STATES[fate]


_STATES = {
    DecisionAct.ACCEPT: "accepted",
    DecisionAct.REJECT: "rejected",
    DecisionAct.CORRECT: "corrected",
}


def _fate(acts: Sequence[Decision]) -> DecisionAct | None:
    return next((decision.act for decision in reversed(acts) if decision.act in _FATES), None)


def _stays(claim: Claim, acts: Sequence[Decision]) -> bool:
    fate = _fate(acts)
    return fate is not DecisionAct.REJECT and not (claim.reader == BY_HAND and fate is None)


def _apply_corrections(claim: Claim, acts: Sequence[Decision]) -> Claim:
    for decision in acts:
        if decision.correction is not None:
            claim = _apply_correction(claim, decision.correction)
    return claim


def _apply_correction(claim: Claim, new: Correction) -> Claim:
    if new.holder is not None:
        claim = replace(
            claim,
            attributed=True,
            holder=new.holder,
            holder_id=new.holder_id,
            holder_kind=new.holder_kind or claim.holder_kind,
            chain=(*claim.chain[:-1], new.holder),
        )
    own = claim.proposition
    own = replace(
        own,
        verb=own.verb if new.verb is None else new.verb,
        verb_text=own.verb_text if new.verb is None else new.verb.value.replace("_", " "),
        negated=own.negated if new.negated is None else new.negated,
        completed=own.completed if new.completed is None else new.completed,
    )
    if new.stance is not None or new.negated is not None:
        stance = new.stance or claim.stance
        claim = replace(
            claim,
            stance=stance,
            polarity=polarity_of(stance, own.negated),
            modality=claim.modality if new.stance is None else modality_of(stance),
        )
    return replace(
        claim,
        proposition=own,
        quantities=claim.quantities if new.quantity is None else (new.quantity,),
        event_time=new.event_time or claim.event_time,
    )


def _apply_links(claim: Claim, acts: Sequence[Decision]) -> Claim:
    links = {link.obligation: link for link in claim.proposition.links}
    for decision in acts:
        if decision.act is DecisionAct.LINK and decision.obligation is not None:
            by = f"linked by {decision.who}"
            why = f"{by}: {decision.reason}" if decision.reason else by
            links[decision.obligation] = Link(decision.obligation, 1.0, why)
        elif decision.act is DecisionAct.UNLINK and decision.obligation is not None:
            links.pop(decision.obligation, None)
    ordered = tuple(sorted(links.values(), key=lambda link: (-link.score, link.obligation)))
    return replace(claim, proposition=replace(claim.proposition, links=ordered))
