"""Evidence to assessment: the probability that each duty is met, with reasons and scores."""

from servanda.assessment.assess import MODEL, assess
from servanda.assessment.explanation.information_gain import (
    day_after_deadline,
    information_gain,
)
from servanda.assessment.explanation.look_order import rank_looks
from servanda.assessment.explanation.movement import comparison_day, decompose_change
from servanda.assessment.explanation.sensitivity import sensitivity
from servanda.assessment.inference.point_posteriors import PointPosterior, point_posteriors
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.model.prior_change import PRIOR_NAMES, change_prior
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.scoring.backtest import score_card
from servanda.assessment.scoring.scope import days_to_score, scorable_days, scorable_rows
from servanda.assessment.scoring.scored_days import ScoredDay, scored_days
from servanda.assessment.timeline import moments, timeline_days
from servanda.assessment.what_if import neutralise_items, reassess

__all__ = [
    "DEFAULT_PRIORS",
    "MODEL",
    "PRIOR_NAMES",
    "BetaSampler",
    "PointPosterior",
    "Priors",
    "ScoredDay",
    "assess",
    "change_prior",
    "comparison_day",
    "day_after_deadline",
    "days_to_score",
    "decompose_change",
    "information_gain",
    "moments",
    "neutralise_items",
    "point_posteriors",
    "rank_looks",
    "reassess",
    "scorable_days",
    "scorable_rows",
    "score_card",
    "scored_days",
    "sensitivity",
    "timeline_days",
]
