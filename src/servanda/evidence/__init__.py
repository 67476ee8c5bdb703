"""Claims and observations -> evidence: relevance, reliability, likelihood."""

from servanda.evidence.looks.look_target import LookTarget, look_target
from servanda.evidence.looks.observation_evidence import ObservationWithScenes, attach_scenes
from servanda.evidence.relevance.links import Coverage, coverage, links, sentence_around
from servanda.evidence.trust.origins import independent_origins, origin_of
from servanda.evidence.weigh import DocumentClaims, link_claims, public_on, weigh

__all__ = [
    "Coverage",
    "DocumentClaims",
    "LookTarget",
    "ObservationWithScenes",
    "attach_scenes",
    "coverage",
    "independent_origins",
    "link_claims",
    "links",
    "look_target",
    "origin_of",
    "public_on",
    "sentence_around",
    "weigh",
]
