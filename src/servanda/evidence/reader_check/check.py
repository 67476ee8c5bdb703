"""The measures of a reader over labelled sentences, and what its probabilities are worth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import and_

from servanda.evidence.reader_check.answers import Answers
from servanda.evidence.statements.direction_likelihood import BEARING
from servanda.evidence.statements.reader_shares import CORPUS_SHARES
from servanda.records import (
    DirectionCheck,
    DirectionShares,
    Label,
    LabelledSentence,
    Obligation,
    ObligationKind,
    ReaderCheck,
    Statement,
    StatementDirection,
)

__all__ = ["check_reader", "largest_error_rate"]

_SAID = (*BEARING, StatementDirection.SILENT)
_RECALL = 0.70  # at which precision is told [definition]
_SURE = 0.9  # of a direction [definition]
_CONFIDENCE = 0.9  # with which readings err at most so often [definition]
# At an error rate of one half a reading tells nothing. [definition]
_WORST = 0.5
_BINS = 10  # of probability, for the calibration error [definition]
# Texts that what was known before counts for beside those labelled: a kind of duty of which few
# or none are labelled keeps its share. [judgement; not from outside]
_KNOWN_BEFORE = 10.0
_DIGITS = 9  # of probabilities that are taken as the same [limit]

# A labelled sentence, and the statement that answers for it.
Answered = tuple[LabelledSentence, Statement | None]


def check_reader(
    rows: Sequence[LabelledSentence],
    statements: Iterable[tuple[str, Statement]],
    obligations: Sequence[Obligation],
) -> ReaderCheck:
    """How well statements say what people have labelled.

    statements: each with its text; all that were judged, those that bear on nothing included
    obligations: of the case
    A sentence without a statement is taken as read as unrelated.
    """
    answers = Answers(statements)
    pairs = [(row, answers.answer(row)) for row in rows]
    bearing = [pair for pair in pairs if _direction(pair[0]) is not StatementDirection.UNRELATED]
    average, at_recall = _ranking(pairs)
    given, constant, recall = _by_relevance(bearing)
    counted = [pair for pair in bearing if pair[0].count is not None]
    sure = [
        (row, statement)
        for row, statement in pairs
        if statement is not None
        and statement.label.direction in BEARING
        and statement.chance(statement.label.direction) >= _SURE
    ]
    wrong = sum(statement.label.direction is not _direction(row) for row, statement in sure)
    return ReaderCheck(
        rows=len(pairs),
        bearing=len(bearing),
        without_statement=sum(statement is None for _, statement in pairs),
        average_precision=average,
        precision_at_recall=at_recall,
        direction_given=given,
        best_constant=constant,
        mean_recall=recall,
        directions=tuple(_direction_check(pairs, direction) for direction in _SAID),
        counts_right=sum(_number(statement) == row.count for row, statement in counted),
        counts=len(counted),
        calibration_error=_calibration_error(pairs),
        sure=len(sure),
        sure_wrong=wrong,
        error_rate=largest_error_rate(wrong, len(sure)) if sure else None,
        by_kind=_shares_by_kind(rows, obligations),
        number_share=_number_share(bearing),
    )


def _direction(said: LabelledSentence | Statement | None) -> StatementDirection:
    return StatementDirection.UNRELATED if said is None else said.label.direction


def _number(statement: Statement | None) -> float | None:
    return None if statement is None or statement.count is None else statement.count.value


def _ranking(pairs: Sequence[Answered]) -> tuple[float | None, float | None]:
    """Average precision of bearing, and the best precision at the recall or more; ties are one."""
    by_chance: dict[float, list[bool]] = defaultdict(list)
    for row, statement in pairs:
        silent = 1.0 if statement is None else statement.chance(StatementDirection.UNRELATED)
        by_chance[round(1.0 - silent, _DIGITS)].append(row.label is not Label.UNRELATED)
    wanted = sum(map(sum, by_chance.values()))
    if not wanted:
        return None, None
    hits = seen = 0
    average, best = 0.0, 0.0
    for chance in sorted(by_chance, reverse=True):
        new = sum(by_chance[chance])
        hits, seen = hits + new, seen + len(by_chance[chance])
        average += new / wanted * hits / seen
        if hits / wanted >= _RECALL:
            best = max(best, hits / seen)
    return average, best


def _by_relevance(
    bearing: Sequence[Answered],
) -> tuple[float | None, float | None, float | None]:
    """Share right, share right of the best constant, and mean recall of rows that bear."""
    if not bearing:
        return None, None, None
    right: Counter[StatementDirection] = Counter()
    wanted: Counter[StatementDirection] = Counter()
    for row, statement in bearing:
        wanted[_direction(row)] += 1
        right[_direction(row)] += _best_bearing(statement) is _direction(row)
    recalls = [right[direction] / wanted[direction] for direction in wanted]
    constant = max(wanted.values())
    return right.total() / len(bearing), constant / len(bearing), sum(recalls) / len(recalls)


def _best_bearing(statement: Statement | None) -> StatementDirection | None:
    """The likeliest direction but unrelated."""
    if statement is None:
        return None
    return max(_SAID, key=lambda direction: (statement.chance(direction), direction))


def _direction_check(pairs: Sequence[Answered], direction: StatementDirection) -> DirectionCheck:
    wanted = [_direction(row) is direction for row, _ in pairs]
    said = [_direction(statement) is direction for _, statement in pairs]
    both = sum(map(and_, wanted, said))
    return DirectionCheck(direction, both, sum(said), sum(wanted))


def _calibration_error(pairs: Sequence[Answered]) -> float | None:
    """How far probabilities of labels are from the shares right, of what is read as bearing."""
    bins: dict[int, list[float]] = defaultdict(list)
    for row, statement in pairs:
        if statement is None or statement.label is Label.UNRELATED:
            continue
        chance = statement.p[list(Label).index(statement.label)]
        off = chance - (row.label is statement.label)
        bins[min(int(chance * _BINS), _BINS - 1)].append(off)
    read = sum(map(len, bins.values()))
    return sum(abs(sum(offs)) for offs in bins.values()) / read if read else None


def largest_error_rate(wrong: int, of: int) -> float:
    """What share is wrong at most, with the confidence, where so many of so many were.

    Clopper and Pearson (1934), Biometrika 26, 404-413, one-sided.
    """
    from scipy.special import betaincinv

    bound = 1.0 if wrong == of else float(betaincinv(wrong + 1, of - wrong, _CONFIDENCE))
    return min(bound, _WORST)


def _shares_by_kind(
    rows: Sequence[LabelledSentence], obligations: Sequence[Obligation]
) -> Mapping[ObligationKind, DirectionShares]:
    """The shares of each direction among labelled sentences, beside what was known before."""
    kinds = {duty.id: duty.kind for duty in obligations}
    counts = Counter((kinds[row.obligation], row.label.direction) for row in rows)
    return {
        kind: DirectionShares.from_counts(
            *(
                counts[kind, direction] + _KNOWN_BEFORE * known.of(direction)
                for direction in BEARING
            )
        )
        for kind, known in CORPUS_SHARES.by_kind.items()
    }


def _number_share(bearing: Sequence[Answered]) -> float:
    """How often a number that was read is the one labelled, beside what was known before."""
    read = [
        _number(statement) == row.count
        for row, statement in bearing
        if _number(statement) is not None
    ]
    known = _KNOWN_BEFORE * CORPUS_SHARES.counts_right
    return (sum(read) + known) / (len(read) + _KNOWN_BEFORE)
