"""Claims and observations -> evidence: relevance, reliability, likelihood."""

from servanda.evidence.looks.look_target import LookTarget, look_target
from servanda.evidence.looks.observation_evidence import attach_scenes
from servanda.evidence.relevance.links import coverage, links, sentence_around
from servanda.evidence.trust.origins import independent_origins, origin_of
from servanda.evidence.weigh import link_claims, weigh

__all__ = [
    "LookTarget",
    "attach_scenes",
    "coverage",
    "independent_origins",
    "link_claims",
    "links",
    "look_target",
    "origin_of",
    "sentence_around",
    "weigh",
]
