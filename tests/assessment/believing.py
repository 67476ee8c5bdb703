"""One duty believed by itself, from its reports."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.assessment.belief import Belief, belief_of
from servanda.assessment.draws import Draws
from servanda.assessment.inquiry import Inquiry, Part
from servanda.assessment.questions import Question
from servanda.assessment.reports import Report
from servanda.assessment.stories import with_plausible_days


def believe(question: Question, reports: Sequence[Report], draws: Draws) -> Belief:
    return belief_of(Inquiry(Part(question, with_plausible_days(question, reports))), draws)
