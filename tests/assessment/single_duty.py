"""One duty believed by itself, from its reports."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.mass_cache import MassCache
from servanda.assessment.inference.posterior import Posterior, posterior
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.questions import Question


def believe(question: Question, reports: Sequence[Report], draws: BetaSampler) -> Posterior:
    duty = DutyEvidence(question, with_plausible_days(question, reports))
    return posterior(DutyModel(duty), draws, MassCache())
