"""Evidence -> assessment: state filters, counts, abstain, level, explanation, scores."""

from servanda.assessment.assess import MODEL, assess, moments
from servanda.assessment.explanation.information_gain import PossibleSource, information_gain
from servanda.assessment.explanation.movement import decompose_change
from servanda.assessment.explanation.sensitivity import sensitivity
from servanda.assessment.inference.point_posteriors import PointPosterior, point_posteriors
from servanda.assessment.inference.reliability_draws import BetaSampler
from servanda.assessment.model.prior_scaling import is_chance
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.scoring.backtest import ScoredDay, score_card, scored_days
from servanda.assessment.what_if import neutralise_items, reassess

__all__ = [
    "DEFAULT_PRIORS",
    "MODEL",
    "BetaSampler",
    "PointPosterior",
    "PossibleSource",
    "Priors",
    "ScoredDay",
    "assess",
    "decompose_change",
    "information_gain",
    "is_chance",
    "moments",
    "neutralise_items",
    "point_posteriors",
    "reassess",
    "score_card",
    "scored_days",
    "sensitivity",
]
