"""The terms of an obligation in force: what it asks, after the amendments known by a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from servanda.records.case import Amendment, Bound, Obligation, ObligationKind
from servanda.records.states import StateSpace, Variable

__all__ = ["Terms", "level_grid", "preserve_duty", "state_space", "terms_in_force"]

LEVEL_STEPS = 40  # quanta from zero to the bound of a level
LEVEL_BEYOND = 20  # further quanta above the bound


@dataclass(frozen=True, slots=True)
class Terms:
    """What an obligation asks at one time."""

    count: int  # sites, objects or acts to be done
    preserve: int  # further sites that must stay as they are
    deadline: date | None
    bound: Bound | None

    @property
    def sites(self) -> int:
        """How many sites the duty is about: those to be done and those to be preserved."""
        return self.count + self.preserve


def terms_in_force(obligation: Obligation, as_of: date, on: date) -> Terms:
    """The terms for the day `on`, by the amendments that were public by `as_of`."""
    terms = Terms(
        count=obligation.count if obligation.count is not None else max(1, len(obligation.sites)),
        preserve=obligation.preserve,
        deadline=obligation.deadline,
        bound=obligation.bound,
    )
    for amendment in sorted(obligation.amendments, key=lambda one: one.effective):
        if amendment.effective <= on and amendment.published.public_on <= as_of:
            terms = _amended(terms, amendment)
    return terms


def _amended(terms: Terms, amendment: Amendment) -> Terms:
    bound = terms.bound
    if bound is not None and amendment.value is not None:
        bound = replace(bound, value=amendment.value)
    return Terms(
        count=terms.count if amendment.count is None else amendment.count,
        preserve=terms.preserve if amendment.preserve is None else amendment.preserve,
        deadline=terms.deadline if amendment.deadline is None else amendment.deadline,
        bound=bound,
    )


def preserve_duty(obligation: Obligation, terms: Terms) -> Obligation | None:
    """The duty to leave alone the sites that the terms say to keep; None where there are none.

    It is a row of its own: doing the act to more sites than asked breaks it.
    """
    if not terms.preserve or obligation.kind is not ObligationKind.STATE:
        return None
    return replace(
        obligation,
        id=f"{obligation.id}.preserve",
        clause=f"{terms.preserve} of the {terms.sites} is left as it is: {obligation.clause}",
        verb="preserve",
        count=terms.preserve,
        preserve=0,
        deadline=None,
        amendments=(),
    )


def level_grid(bound: Bound) -> tuple[float, ...]:
    """The values a level is tracked on: equal steps from zero past the bound, in its unit."""
    step = bound.value / LEVEL_STEPS if bound.value else 1.0
    return tuple(step * index for index in range(LEVEL_STEPS + LEVEL_BEYOND + 1))


def state_space(obligation: Obligation, terms: Terms) -> StateSpace:
    """What reports on the whole obligation are about."""
    if obligation.kind is ObligationKind.ABSTAIN:
        return StateSpace(Variable.EVENT, (0.0, 1.0), None)
    if obligation.kind is ObligationKind.ACT:
        return StateSpace(Variable.ACT_DONE, (0.0, 1.0), None)
    if obligation.kind is ObligationKind.LEVEL and terms.bound is not None:
        return StateSpace(Variable.LEVEL, level_grid(terms.bound), obligation.unit)
    counts = tuple(float(k) for k in range(terms.sites + 1))
    return StateSpace(Variable.COUNT_DONE, counts, obligation.unit)
