"""Claims and observations -> evidence: relevance, reliability, likelihood."""

from servanda.evidence.looks.looked_for import LookedFor, looked_for
from servanda.evidence.looks.observation_evidence import Sight, with_scenes
from servanda.evidence.relevance.links import Coverage, coverage, links, sentence_around
from servanda.evidence.trust.origins import independent_origins, origin_of
from servanda.evidence.weigh import Read, link_claims, public_on, weigh

__all__ = [
    "Coverage",
    "LookedFor",
    "Read",
    "Sight",
    "coverage",
    "independent_origins",
    "link_claims",
    "links",
    "looked_for",
    "origin_of",
    "public_on",
    "sentence_around",
    "weigh",
    "with_scenes",
]
