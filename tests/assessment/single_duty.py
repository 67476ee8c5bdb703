"""One duty believed by itself, from its reports."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.assessment.filters.report_likelihoods import Report
from servanda.assessment.inference.duty_inference import Inquiry, Part
from servanda.assessment.inference.posterior import Belief, belief_of
from servanda.assessment.inference.reliability_draws import Draws
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.questions import Question


def believe(question: Question, reports: Sequence[Report], draws: Draws) -> Belief:
    return belief_of(Inquiry(Part(question, with_plausible_days(question, reports))), draws)
