"""What one statement says of a duty, as a likelihood: how sure the reading is enters here, once.

Let r be the direction that the text really speaks in: for, part or against. The reader gives p(r)
and p0, the chance that the text says nothing of what is so (planned, asked, restated, unrelated).
For a state x, and w whether its origin is right,

    L(x, w) = p0 + sum over r of [p(r) / share(r)] P(r | x, w) N(n | x, w, r)

- p(r) / share(r) is what the words tell of r beyond how common r is (`reader_shares`): a reading
  that only repeats the shares tells nothing, whatever the states.
- P(r | x, w) sums to 1 over r for each x and w (`direction_likelihood`). So a text that says
  nothing is worth 1 everywhere: it moves neither the state nor the trust in who speaks.
- Of p0 the parts that the text plans or asks are weighed as `not_yet` says, 1 on average.
- N is what the text's number n adds within a direction, 1 without one (`stated_amount`). Let A(r)
  be the states that r tells of: those where the duty is kept (for), where it is not (against), or
  all (part). With h(n | x) the hard likelihood of the amount, and c the chance that it was read
  rightly,

      N(n | x, right, r) = c h(n | x) / [mean of h(n | y) over y in A(r)] + 1 - c   for x in A(r)
      N = 1                               for x outside A(r), and for origins that are wrong

  so on average over A(r) it is 1, as if a text that knows nothing had named any amount. A number
  that is no amount of A(r) changes nothing. A part speaks against "met" by its number alone. What
  is said to be done is a part (p(for) goes to p(part)) where its number is below what is asked.

One direction certain: the ratios between states are those of P(r | x, right) N. Since "under way"
of a part is as common whatever is so, of n sites "done" speaks for all against none by
(1 - s(part)) (1 - e) / ((1 - s(part) / 2) e), with e the chance of a reporting error.

No ratio between two entries of what the direction tells is above `largest_ratio` (of a text in the
duty's own words, above that of `VERBATIM_ERROR`): L becomes (1 - d) L + d with the least doubt d
that ensures it, the chance that this text says nothing after all. With a number d also ensures it
of kept, not kept and a wrong origin's word, each on average. Which of the values of one side a
number names is bounded by 1 - c alone: were it bounded as the direction is, "only 30 of 45" would
say less for being exact. What a person has decided is certain: no doubt is added, and its number
is taken as read rightly.

The vectors are about the state at the statement's `as_of`: "done" without a day is done by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from operator import mul
from statistics import fmean

from servanda.evidence.statements.direction_likelihood import (
    BEARING,
    chances_if_right,
    chances_if_wrong,
    keeping_values,
)
from servanda.evidence.statements.likelihood import likelihoods
from servanda.evidence.statements.not_yet import PLANS, told_by_plan
from servanda.evidence.statements.reader_shares import (
    VERBATIM_ERROR,
    ReaderShares,
    largest_ratio,
)
from servanda.evidence.statements.reading import ClaimReading
from servanda.evidence.statements.stated_amount import falls_short, stated_amount
from servanda.evidence.trust.sides import Side
from servanda.records import Label, Obligation, Statement, StatementDirection, StateSpace, Terms

__all__ = ["add_doubt", "if_misread", "statement_likelihoods", "undoubted_likelihoods"]

Vector = tuple[float, ...]
Undoubted = Callable[[Statement], tuple[Vector, float]]


def statement_likelihoods(
    statement: Statement,
    obligation: Obligation,
    states: StateSpace,
    terms: Terms,
    side: Side,
    shares: ReaderShares,
    covered: float = 1.0,
    false_alarm: float | None = None,
    more: bool = False,
    numbers: int = 1,
) -> tuple[Vector, Vector]:
    """(if right, if wrong), each over the values of `states`.

    side: of whoever says it
    covered: share of an abstain duty's days, 0..1, that the statement speaks of
    false_alarm: chance that who is wrong reports an event; None where the case states none
    more: what it plans is more of what may have been begun
    numbers: how many numbers its number is the sum of; all of them have to be read rightly
    """

    undoubted = partial(
        undoubted_likelihoods,
        obligation=obligation,
        states=states,
        terms=terms,
        side=side,
        shares=shares,
        covered=covered,
        false_alarm=false_alarm,
        more=more,
        numbers=numbers,
    )
    return add_doubt(statement, undoubted, shares, keeping_values(states, terms))


def undoubted_likelihoods(
    statement: Statement,
    obligation: Obligation,
    states: StateSpace,
    terms: Terms,
    side: Side,
    shares: ReaderShares,
    *,
    covered: float = 1.0,
    false_alarm: float | None = None,
    more: bool = False,
    weights: Vector | None = None,
    numbers: int = 1,
) -> tuple[Vector, float]:
    """If right over the values of `states`, and if wrong; before the least doubt.

    weights: of the states, where they are not all alike when a number is taken on average
    """
    kind = shares.by_kind[obligation.kind]
    amount = stated_amount(
        statement.count, statement.label, obligation, states, terms, statement.acts_by
    )
    short = (
        amount is not None
        and statement.count is not None
        and falls_short(amount, statement.count, states, terms)
    )
    told = _directions(statement, short)
    heard = {direction: told[direction] / kind.of(direction) for direction in BEARING}
    chances = chances_if_right(
        states, terms, kind, names_all=_names_all(amount, states, terms), covered=covered
    )
    if amount is not None:
        rightly = 1.0 if statement.reviewed else shares.counts_right**numbers
        refined = _refinements(amount, states, terms, rightly, weights)
        chances = {
            direction: tuple(map(mul, chances[direction], refined[direction]))
            for direction in BEARING
        }
    silent = statement.chance(StatementDirection.SILENT)
    silent += statement.chance(StatementDirection.UNRELATED)
    planned = _planned(statement, obligation, keeping_values(states, terms), more=more)
    right = tuple(
        silent
        + planned[state]
        + sum(heard[direction] * chances[direction][state] for direction in BEARING)
        for state in range(len(states.values))
    )
    by_chance = chances_if_wrong(states, side, kind, covered=covered, false_alarm=false_alarm)
    wrong = silent + sum(heard[direction] * by_chance[direction] for direction in BEARING)
    return right, wrong


def add_doubt(
    statement: Statement,
    undoubted: Undoubted,
    shares: ReaderShares,
    keeping: tuple[bool, ...] | None = None,
) -> tuple[Vector, Vector]:
    """(if right, if wrong) with the least doubt that keeps ratios within the largest.

    undoubted: the likelihoods before the doubt, of a statement with these chances and number
    keeping: of each value whether the duty is kept there; None: a number is bounded as its
    direction is, value by value
    """
    doubt = _doubt_of(statement, undoubted, shares, keeping)
    return _with_doubt(*undoubted(statement), doubt)


def if_misread(
    statement: Statement,
    undoubted: Undoubted,
    shares: ReaderShares,
    keeping: tuple[bool, ...] | None = None,
) -> tuple[Vector, Vector] | None:
    """The part of (if right, if wrong) that stands for its not speaking as it is read to speak.

    That is all of it but what comes of the direction of its label. None of what a person decided.
    """
    if statement.reviewed:
        return None
    read = statement.label.direction
    others = tuple(
        0.0 if label.direction is read else chance
        for label, chance in zip(Label, statement.p, strict=True)
    )
    doubt = _doubt_of(statement, undoubted, shares, keeping)
    return _with_doubt(*undoubted(replace(statement, p=others)), doubt)


def _with_doubt(right: Vector, wrong: float, doubt: float) -> tuple[Vector, Vector]:
    doubted = [(1.0 - doubt) * value + doubt for value in (*right, wrong)]
    return tuple(doubted[:-1]), (doubted[-1],) * len(right)


def _doubt_of(
    statement: Statement,
    undoubted: Undoubted,
    shares: ReaderShares,
    keeping: tuple[bool, ...] | None,
) -> float:
    """What the direction needs, and what the number needs between kept and not kept."""
    if statement.reviewed:
        return 0.0
    right, wrong = undoubted(statement)
    largest = largest_ratio(VERBATIM_ERROR) if statement.verbatim else shares.largest_ratio
    if keeping is None:
        return _doubt((*right, wrong), largest)
    bare, bare_wrong = undoubted(replace(statement, count=None))
    sides = [
        fmean(value for value, keeps in zip(right, keeping, strict=True) if keeps is side)
        for side in set(keeping)
    ]
    return max(
        _doubt((*bare, bare_wrong), largest),
        _doubt((*sides, wrong), largest),
    )


def _directions(statement: Statement, short: bool) -> Mapping[StatementDirection, float]:
    """The probability of each direction; what falls short is a part, not the whole."""
    told = {direction: statement.chance(direction) for direction in BEARING}
    if short:
        told[StatementDirection.PART] += told[StatementDirection.FOR]
        told[StatementDirection.FOR] = 0.0
    return told


def _planned(
    statement: Statement, obligation: Obligation, keeping: tuple[bool, ...], *, more: bool
) -> Vector:
    """What its plans and demands add to saying nothing, over the states."""
    chances = dict(zip(Label, statement.p, strict=True))
    told = [
        (chances[label], told_by_plan(label, obligation.kind, keeping, more=more))
        for label in PLANS
    ]
    return tuple(
        sum(chance * (by_state[state] - 1.0) for chance, by_state in told)
        for state in range(len(keeping))
    )


def _names_all(amount: ClaimReading | None, states: StateSpace, terms: Terms) -> bool:
    """Whether the number is one at which the duty is done."""
    keeping = keeping_values(states, terms)
    done = [value for value, keeps in zip(states.values, keeping, strict=True) if keeps]
    return amount is not None and amount.number >= done[0]


def _refinements(
    amount: ClaimReading,
    states: StateSpace,
    terms: Terms,
    rightly: float,
    weights: Vector | None,
) -> Mapping[StatementDirection, Vector]:
    """What the number adds within each direction, over the values of `states`."""
    heard = likelihoods(amount, states, terms, Side.UNKNOWN)[0]
    keeping = keeping_values(states, terms)
    told_of = (keeping, (True,) * len(keeping), tuple(not keeps for keeps in keeping))
    return {
        direction: _refinement(heard, within, rightly, weights or (1.0,) * len(heard))
        for direction, within in zip(BEARING, told_of, strict=True)
    }


def _refinement(heard: Vector, within: tuple[bool, ...], rightly: float, weights: Vector) -> Vector:
    """How much likelier the number is in each of the states within than on average over them."""
    inside = [weight for weight, belongs in zip(weights, within, strict=True) if belongs]
    total = sum(map(mul, heard, (w * b for w, b in zip(weights, within, strict=True))))
    mean = total / sum(inside) if inside else 1.0
    return tuple(
        rightly * value / mean + 1.0 - rightly if belongs else 1.0
        for value, belongs in zip(heard, within, strict=True)
    )


def _doubt(values: Vector, largest: float) -> float:
    """The least chance that a text says nothing which keeps all ratios within the largest."""
    excess = max(values) - largest * min(values)
    return excess / (excess + largest - 1.0) if excess > 0.0 else 0.0
