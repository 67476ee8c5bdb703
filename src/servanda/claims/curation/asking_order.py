"""In which order people are asked: the most telling first, and every fifth question by lot.

Only an answer to a question that chance chose tells how often a reader errs; those chosen because
they are unsure, or would move much, are wrong more often. So each pair of a sentence and a duty has
a lot: a number that comes from their words, the same in every session and for everybody. A question
by lot is the one with the lowest lot that nobody has answered. Hence everything below the highest
lot drawn has been answered, for whatever reason it was asked, and is a random sample of all that
was read as bearing on a duty (`random_sample`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from servanda.claims.curation.decisions import effective_decisions
from servanda.records import Label, StatementDecision, WhyAsked, digest

__all__ = ["DRAWN_EVERY", "asking_order", "lot_of", "random_sample"]

DRAWN_EVERY = 5  # one question in so many is by lot [judgement; not from outside]
_LOT_DIGITS = 13  # hexadecimal, of a digest: 52 bits, all that a float holds exactly [limit]


def lot_of(case: str, document: str, quote: str, obligation: str) -> float:
    """The lot of a sentence and a duty, 0..1 (1 excluded), even over all of them."""
    return int(digest((case, document, quote, obligation))[:_LOT_DIGITS], 16) / (
        1 << 4 * _LOT_DIGITS
    )


def asking_order(
    changes: Sequence[float], lots: Sequence[float | None], answered: int
) -> tuple[tuple[int, WhyAsked], ...]:
    """The numbers of all questions in the order in which to ask them, each with the reason.

    changes: of each question, how far its answer is expected to move a number
    lots: of each question; None of one that is not to be drawn
    answered: questions of the case that have been answered before
    """
    telling = deque(sorted(range(len(changes)), key=lambda number: (-changes[number], number)))
    by_lot = sorted((lot, number) for number, lot in enumerate(lots) if lot is not None)
    drawn = deque(number for _, number in by_lot)
    order: dict[int, WhyAsked] = {}
    while len(order) < len(changes):
        for waiting in (telling, drawn):
            while waiting and waiting[0] in order:
                waiting.popleft()
        by_chance = (answered + len(order) + 1) % DRAWN_EVERY == 0 and bool(drawn)
        number = drawn[0] if by_chance else telling[0]
        order[number] = WhyAsked.DRAWN if by_chance else WhyAsked.TELLING
    return tuple(order.items())


def random_sample(decisions: Iterable[StatementDecision]) -> tuple[StatementDecision, ...]:
    """The first answers about what was read as bearing that chance alone chose, by their lots.

    Those with a lot up to the highest that was drawn; by these alone may a reader be measured.
    """
    held = effective_decisions(decisions)
    highest = max(
        (decision.lot for decision in held if decision.why_asked is WhyAsked.DRAWN), default=-1.0
    )
    first: dict[tuple[str, str, str], StatementDecision] = {}
    for decision in held:
        if decision.read is None or decision.read.reviewed or decision.lot > highest:
            continue
        if decision.read.label is not Label.UNRELATED:
            pair = (decision.document, decision.quote, decision.obligation)
            first.setdefault(pair, decision)
    return tuple(sorted(first.values(), key=lambda decision: (decision.lot, decision.id)))
