"""Evidence -> assessment: state filters, counts, abstain, level, explanation."""

from servanda.assessment.assess import MODEL, Known, assess, timeline_moments
from servanda.assessment.draws import Draws
from servanda.assessment.priors import DEFAULT_PRIORS, Priors

__all__ = [
    "DEFAULT_PRIORS",
    "MODEL",
    "Draws",
    "Known",
    "Priors",
    "assess",
    "timeline_moments",
]
