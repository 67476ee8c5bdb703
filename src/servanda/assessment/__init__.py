"""Evidence -> assessment: state filters, counts, abstain, level, explanation, scores."""

from servanda.assessment.assess import MODEL, Known, assess, moments
from servanda.assessment.explanation.information_gain import Witness, outlook
from servanda.assessment.explanation.movement import moved
from servanda.assessment.explanation.sensitivity import sensitivity
from servanda.assessment.inference.point_posteriors import Forecast, forecasts
from servanda.assessment.inference.reliability_draws import Draws
from servanda.assessment.model.prior_scaling import is_chance
from servanda.assessment.model.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.scoring.backtest import ScoredDay, score_card, scored_days
from servanda.assessment.what_if import assess_again, saying_nothing

__all__ = [
    "DEFAULT_PRIORS",
    "MODEL",
    "Draws",
    "Forecast",
    "Known",
    "Priors",
    "ScoredDay",
    "Witness",
    "assess",
    "assess_again",
    "forecasts",
    "is_chance",
    "moments",
    "moved",
    "outlook",
    "saying_nothing",
    "score_card",
    "scored_days",
    "sensitivity",
]
