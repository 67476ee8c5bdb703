"""Evidence -> assessment: state filters, counts, abstain, level, explanation, scores."""

from servanda.assessment.assess import MODEL, Known, assess, moments
from servanda.assessment.backtest import ScoredDay, score_card, scored_days
from servanda.assessment.draws import Draws
from servanda.assessment.forecasts import Forecast, forecasts
from servanda.assessment.moved import moved
from servanda.assessment.next_looks import Witness, outlook
from servanda.assessment.priors import DEFAULT_PRIORS, Priors
from servanda.assessment.sensitivity import is_chance, sensitivity
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
