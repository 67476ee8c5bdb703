"""Evidence to models: every duty of a case with its reports, ready to be summed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.source_record import (
    apply_record,
    settled_statements,
    source_records,
)
from servanda.assessment.inference.tied_models import build_duty_models
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.priors import Priors
from servanda.assessment.model.questions import Question, day_to_judge
from servanda.assessment.model.status import status_without_number
from servanda.errors import InputError
from servanda.records import CaseEvidence, Obligation, SourceRecord, Status, terms_in_force

__all__ = ["CaseModel", "build_case_model", "questions_of"]

MOST_ITEMS = 1_000  # items that may bear on one obligation [limit]


@dataclass(frozen=True, slots=True)
class CaseModel:
    """The model of each obligation of a case, or the reason why it carries no number."""

    by_obligation: Mapping[str, DutyModel]
    without_number: Mapping[str, tuple[Status, str]]
    sources: tuple[SourceRecord, ...]


def build_case_model(known: CaseEvidence, priors: Priors) -> CaseModel:
    """The models of a case, in which each source is trusted as far as its record goes."""
    duties = known.case.obligations
    statuses = {duty.id: status_without_number(duty, known.as_of, known.on) for duty in duties}
    fresh = [_duty_evidence(question, known) for question in questions_of(known, priors)]
    record = settled_statements(fresh)
    parts = [apply_record(part, record) for part in fresh]
    models = build_duty_models(known, parts)
    return CaseModel(
        {model.question.obligation.id: model for model in models},
        {duty: status for duty, status in statuses.items() if status is not None},
        source_records(fresh, record),
    )


def questions_of(known: CaseEvidence, priors: Priors) -> tuple[Question, ...]:
    """What is asked of each obligation that carries a number, in the case's order.

    The models of a case follow from these and its evidence alone.
    """
    return tuple(
        _question(duty, known, priors)
        for duty in known.case.obligations
        if status_without_number(duty, known.as_of, known.on) is None
    )


def _question(obligation: Obligation, known: CaseEvidence, priors: Priors) -> Question:
    terms = terms_in_force(obligation, known.as_of, known.on)
    judged_on = day_to_judge(obligation, terms, known.on, known.record_until)
    return Question(obligation, terms, judged_on, priors)


def _duty_evidence(question: Question, known: CaseEvidence) -> DutyEvidence:
    obligation = question.obligation
    reports = reports_from(known.items(obligation.id))
    if len(reports) > MOST_ITEMS:
        raise InputError(
            f"{obligation.id}: {len(reports):,} items bear on it and at most {MOST_ITEMS:,} can be "
            "weighed together; split the obligation by period or place"
        )
    return DutyEvidence(question, with_plausible_days(question, reports))
