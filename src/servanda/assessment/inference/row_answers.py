"""What the number of a row means: its status, why, and how late what was done came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from servanda.assessment.inference.duty_inference import DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.no_evidence import why_no_evidence
from servanda.assessment.inference.posterior import probability
from servanda.assessment.inference.rows import Row
from servanda.assessment.model.status import status_after_record
from servanda.records import CaseEvidence, Status, is_achievement

__all__ = ["VERIFIABLE_FROM", "RowAnswer", "answer_row", "prior_probability"]

# Chance of detection below which silence tells nothing worth a word, as inspectors call so small
# a chance low. [judgement; the low detection probability of nuclear safeguards]
VERIFIABLE_FROM = 0.2

# Chance that what is done was not done by its deadline, from which on it is called late.
# [judgement; not from outside]
_LATE_FROM = 0.5


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The status of a row, in one sentence why, and the days between deadline and completion."""

    status: Status
    why: str
    days_late: int | None = None

    @property
    def has_number(self) -> bool:
        """True if there is more behind the probability than what was assumed."""
        return self.status is not Status.NO_EVIDENCE

    @property
    def has_word(self) -> bool:
        """True if the probability may be told in words and drawn."""
        return self.status not in {Status.NO_EVIDENCE, Status.NOT_VERIFIABLE}


def answer_row(
    model: DutyModel, row: Row, chance: float, known: CaseEvidence, cache: MassCache
) -> RowAnswer:
    """The answer on a row whose probability is `chance`.

    Where the model judges an earlier day than `known.on`, the period was closed before it or the
    record ends.
    """
    if not model.has_evidence:
        why = why_no_evidence(model.question, known, row.due, keeping=row.keeping)
        return RowAnswer(Status.NO_EVIDENCE, why)
    seen = known.detection.get(model.question.obligation.id, 0.0)
    if model.only_silence and seen < VERIFIABLE_FROM:
        why = f"nobody has spoken of it, and {_news(model)} would have shown with chance {seen:.2f}"
        return RowAnswer(Status.NOT_VERIFIABLE, why)
    status, why = row.status(chance)
    deadline = row.due
    if status is Status.PENDING and deadline is not None and deadline < known.on:
        status = status_after_record(chance)
        why = f"due by {deadline}, after the record ends; the number says whether done by then"
    late = None
    if status is Status.MET and not row.keeping:
        late = _days_late(model, row, chance, cache)
    if late is not None:
        status, why = Status.MET_LATE, f"done about {late} days after {deadline}"
    if model.only_silence:
        why = f"watched, nothing reported: {_news(model)} would have shown with chance {seen:.2f}"
    return RowAnswer(status, why + _tied_note(model) + _ending_note(model, known.on), late)


def _news(model: DutyModel) -> str:
    """What a watcher of the duty would report."""
    question = model.question
    achieves = is_achievement(question.obligation, question.terms)
    return "its completion" if achieves else "a breach"


def prior_probability(model: DutyModel, row: Row, cache: MassCache) -> float:
    """The probability that the row is met if nothing had been said or seen of any duty."""
    return probability(model.select_reports(lambda report: False), row.wanted, cache)


def _tied_note(model: DutyModel) -> str:
    """What a number rests on where nothing bears on the duty itself; "" where anything does."""
    if model.part.reports:
        return ""
    others = [part.name for part in model.on_its_things if part.reports]
    return f"; nothing bears on it itself, only on {', '.join(others)}"


def _ending_note(model: DutyModel, on: date) -> str:
    """Why the number is that of an earlier day than was asked about; "" where it is not."""
    question = model.question
    if question.on >= on:
        return ""
    closes = not is_achievement(question.obligation, question.terms)
    if closes and question.on == question.terms.deadline:
        return f"; the period closed on {question.on}"
    return f"; nothing collected since {question.on}"


def _days_late(model: DutyModel, row: Row, chance: float, cache: MassCache) -> int | None:
    """The days from the deadline to the likeliest completion; None if it was hardly late."""
    question, deadline = model.question, row.due
    if deadline is None or deadline >= question.on:
        return None
    if not is_achievement(question.obligation, question.terms):
        return None
    needed = (1.0 - _LATE_FROM) * chance
    if probability(model.about(deadline), row.wanted, cache) >= needed:
        return None
    before, after = 0, (question.on - deadline).days
    while after - before > 1:
        middle = (before + after) // 2
        day = deadline + timedelta(days=middle)
        if probability(model.about(day), row.wanted, cache) >= needed:
            after = middle
        else:
            before = middle
    return after
