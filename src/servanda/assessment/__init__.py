"""Evidence -> assessment: state filters, counts, abstain, level, explanation."""

from servanda.assessment.assess import MODEL, Known, assess, preserve_id, timeline_moment
from servanda.assessment.draws import Draws
from servanda.assessment.priors import DEFAULT_PRIORS, Priors

__all__ = [
    "DEFAULT_PRIORS",
    "MODEL",
    "Draws",
    "Known",
    "Priors",
    "assess",
    "preserve_id",
    "timeline_moment",
]
