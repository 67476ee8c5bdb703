"""Evidence to models: every duty of a case with its reports, ready to be summed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from servanda.assessment.filters.report_likelihoods import Report, reports_from
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.named_days import with_named_ends
from servanda.assessment.inference.shared_intent import have_shared_intent
from servanda.assessment.inference.source_record import (
    apply_record,
    may_use_records,
    settled_statements,
    source_records,
)
from servanda.assessment.inference.tied_models import build_duty_models
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.priors import Priors
from servanda.assessment.model.questions import Question, day_to_judge
from servanda.assessment.model.reference_classes import priors_of_class
from servanda.assessment.model.status import status_without_number
from servanda.errors import InputError
from servanda.records import (
    Bearing,
    CaseEvidence,
    Instalment,
    Obligation,
    SourceRecord,
    Status,
    Terms,
    linked_sets,
    preserve_duty,
    same_count_sets,
    terms_in_force,
    ties_of,
)

__all__ = ["CaseModel", "build_case_model", "questions_of"]

MOST_ITEMS = 1_000  # items that may bear on one obligation [limit]


@dataclass(frozen=True, slots=True)
class CaseModel:
    """The model of each obligation of a case, or the reason why it carries no number."""

    by_obligation: Mapping[str, DutyModel]
    without_number: Mapping[str, tuple[Status, str]]
    fresh: tuple[DutyEvidence, ...]  # before any record is used

    def source_records(self) -> tuple[SourceRecord, ...]:
        """What these duties teach about each source, used or not: for people to read."""
        return source_records(self.fresh, settled_statements(self.fresh))


def build_case_model(
    known: CaseEvidence, priors: Priors, wanted: Collection[str] | None = None
) -> CaseModel:
    """The models of a case, in which each source is trusted as far as its record goes.

    wanted: ids of the rows that are asked for, None for all; the models of other duties are left
    out where nothing that is asked for rests on them
    """
    duties = known.case.obligations
    statuses = {duty.id: _status_without_number(duty, known) for duty in duties}
    questions = questions_of(known, priors)
    reports = [_reports_on(question, known) for question in questions]
    questions = tuple(map(with_named_ends, questions, reports))
    asked = [question for question in questions if wanted is None or _has_row_in(question, wanted)]
    needed = _linked_duties(duties, questions, {question.obligation.id for question in asked})
    used = may_use_records(reports)
    fresh = [
        DutyEvidence(question, with_plausible_days(question, said))
        for question, said in zip(questions, reports, strict=True)
        if used or question.obligation.id in needed
    ]
    record = settled_statements(fresh) if used else {}
    parts = [apply_record(part, record) for part in fresh]
    models = {model.question.obligation.id: model for model in build_duty_models(known, parts)}
    ids = [question.obligation.id for question in asked]
    return CaseModel(
        {duty: _measure(models[duty], models) for duty in ids},
        {duty: status for duty, status in statuses.items() if status is not None},
        tuple(fresh),
    )


def questions_of(known: CaseEvidence, priors: Priors) -> tuple[Question, ...]:
    """What is asked of each obligation that carries a number, in the case's order.

    The models of a case follow from these and its evidence alone.
    """
    by_text = {text.id: priors_of_class(priors, text) for text in known.case.instruments}
    return tuple(
        _question(duty, known, by_text.get(duty.instrument, priors))
        for duty in known.case.obligations
        if _status_without_number(duty, known) is None
    )


def _status_without_number(duty: Obligation, known: CaseEvidence) -> tuple[Status, str] | None:
    """The status of a duty without a number; one measured by such a duty is not due either."""
    status = status_without_number(duty, known.as_of, known.on)
    if status is not None or duty.ratio is None:
        return status
    measures = [other for other in known.case.obligations if other.id == duty.ratio.to]
    for other in measures:
        lacks = _status_without_number(other, known)
        if lacks is not None:
            return Status.NOT_DUE, f"measured by {other.id}, which is without a number: {lacks[1]}"
    return None


def _measure(model: DutyModel, models: Mapping[str, DutyModel]) -> DutyModel:
    """The model with that of the duty whose count says how many are asked."""
    ratio = model.question.obligation.ratio
    return model if ratio is None else replace(model, measured_by=models[ratio.to])


def _question(obligation: Obligation, known: CaseEvidence, priors: Priors) -> Question:
    terms = terms_in_force(obligation, known.as_of, known.on)
    judged_on = day_to_judge(obligation, terms, known.on, _told_until(obligation, known))
    return Question(obligation, _paced(obligation, terms, known), judged_on, priors, known.on)


def _told_until(obligation: Obligation, known: CaseEvidence) -> date | None:
    """The last day that the record reaches; of a ratio, that its reports tell of.

    Two counts that were level when both were told drift apart on days of which nothing is told.
    """
    end, ratio = known.record_end(obligation.id), obligation.ratio
    if ratio is None:
        return end
    told = [
        item.times.happened.end or item.times.published.public_on
        for duty in (obligation.id, ratio.to)
        for item in known.items(duty)
        if item.bearing is Bearing.BEARS
    ]
    return min((day for day in (end, max(told, default=None)) if day is not None), default=None)


def _paced(obligation: Obligation, terms: Terms, known: CaseEvidence) -> Terms:
    """The terms with the days of the duty that this one is measured by.

    Who keeps its word keeps pace with it: so many for each one of the other's are due when those
    are. Its own deadline, where it has one, stands.
    """
    ratio = obligation.ratio
    if ratio is None:
        return terms
    other = next(duty for duty in known.case.obligations if duty.id == ratio.to)
    measure = terms_in_force(other, known.as_of, known.on)
    if terms.deadline is not None or measure.deadline is None:
        return terms
    targets = tuple(
        Instalment(target.due, ratio.each * target.count)
        for target in measure.schedule
        if target.due >= obligation.start
    )
    return replace(terms, deadline=max(measure.deadline, obligation.start), schedule=targets)


def _has_row_in(question: Question, rows: Collection[str]) -> bool:
    kept = preserve_duty(question.obligation, question.terms)
    return question.obligation.id in rows or (kept is not None and kept.id in rows)


def _linked_duties(
    duties: Sequence[Obligation], questions: Sequence[Question], asked: Collection[str]
) -> set[str]:
    """The ids of what is asked about, and of every duty that hangs together with it."""
    numbered = [question.obligation for question in questions]
    present = [duty.id for duty in numbered]
    pairs = [
        (duty.id, other.id)
        for number, duty in enumerate(numbered)
        for other in numbered[:number]
        if have_shared_intent(duty, other)
    ]
    ties = ((tie.stronger, tie.weaker) for tie in ties_of(duties, present))
    measures = [(duty.id, duty.ratio.to) for duty in numbered if duty.ratio is not None]
    linked = linked_sets(present, [*pairs, *ties, *same_count_sets(duties), *measures])
    return {duty for together in linked if set(together) & set(asked) for duty in together}


def _reports_on(question: Question, known: CaseEvidence) -> tuple[Report, ...]:
    obligation = question.obligation
    reports = reports_from(known.items(obligation.id))
    if len(reports) > MOST_ITEMS:
        raise InputError(
            f"{obligation.id}: {len(reports):,} items bear on it and at most {MOST_ITEMS:,} can be "
            "weighed together; split the obligation by period or place"
        )
    return reports
