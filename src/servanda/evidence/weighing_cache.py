"""What weighing the record of one case on several days has in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from servanda.evidence.statements.running_totals import RunningTotal
from servanda.records import (
    Claim,
    DocumentClaims,
    Evidence,
    Label,
    Obligation,
    ObligationKind,
    Statement,
    Terms,
)

__all__ = ["WeighingCache"]


@dataclass(slots=True)
class WeighingCache:
    """Documents by duty, and items that are the same on every day; of one case.

    A dossier asks about the record on every day on which something became public, and most of an
    accord's 80,000 statements say nothing of a given duty.
    """

    _parts: dict[str, tuple[DocumentClaims, Mapping[str, DocumentClaims]]] = field(
        default_factory=dict
    )
    _items: dict[tuple[Obligation, Terms], dict[str, Evidence]] = field(default_factory=dict)

    def part_of(self, read: DocumentClaims, duty: str) -> DocumentClaims:
        """The document with those statements and claims alone that may concern the duty."""
        known = self._parts.get(read.document.id)
        if known is None or known[0] is not read:
            known = self._parts[read.document.id] = read, _parts_by_duty(read)
        part = known[1].get(duty)
        return _part(read, (), ()) if part is None else part

    def item(
        self,
        obligation: Obligation,
        terms: Terms,
        claim: Claim,
        read: DocumentClaims,
        name: str,
        total: RunningTotal | None,
        compute: Callable[[], Evidence],
    ) -> Evidence:
        """What a claim, or a statement in it, says of a duty that is asked for so much.

        name: of the claim or statement; total: what its number comes to with those before it
        What others said before, that a claim was retracted, that a duty to abstain did not bind,
        and what a period was asked for depend on the day: such items are computed each time.
        """
        is_dated = obligation.kind is ObligationKind.ABSTAIN or terms.rate is not None
        if is_dated or total is not None or read.acts.get(claim.id):
            return compute()
        items = self._items.setdefault((obligation, terms), {})
        if name not in items:
            items[name] = compute()
        return items[name]


def _parts_by_duty(read: DocumentClaims) -> Mapping[str, DocumentClaims]:
    statements: dict[str, list[Statement]] = {}
    for statement in read.statements or ():
        statements.setdefault(statement.obligation, []).append(statement)
    concerned: dict[str, set[str]] = {}  # by claim, the duties of which a statement in it speaks
    for duty, said in statements.items():
        for statement in said:
            if statement.label is not Label.UNRELATED:
                concerned.setdefault(statement.claim, set()).add(duty)
    claims: dict[str, list[Claim]] = {}
    for claim in read.claims:
        linked = {link.obligation for link in claim.proposition.links}
        for duty in linked | concerned.get(claim.id, set()):
            claims.setdefault(duty, []).append(claim)
    return {
        duty: _part(read, claims.get(duty, ()), statements.get(duty, ()))
        for duty in {*statements, *claims}
    }


def _part(
    read: DocumentClaims,
    claims: list[Claim] | tuple[()],
    statements: list[Statement] | tuple[()],
) -> DocumentClaims:
    said = None if read.statements is None else tuple(statements)
    return replace(read, claims=tuple(claims), statements=said)
