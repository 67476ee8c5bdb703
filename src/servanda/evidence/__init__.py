"""Claims and observations -> evidence: relevance, reliability, likelihood."""

from servanda.evidence.collect import chances_of_detection, collect_evidence
from servanda.evidence.document_use import document_use
from servanda.evidence.exclusions import Exclusions, voices_by_name
from servanda.evidence.looks.look_target import LookTarget, look_target
from servanda.evidence.looks.observation_evidence import attach_scenes
from servanda.evidence.reader_check.check import check_reader
from servanda.evidence.relevance.links import claim_text, coverage, links, sentence_around
from servanda.evidence.statement_evidence import statement_decibans
from servanda.evidence.statements.reader_shares import shares_of
from servanda.evidence.statements.silence_in_words import silences_in_words
from servanda.evidence.telling import expected_change
from servanda.evidence.trust.origins import independent_origins, origin_of
from servanda.evidence.trust.possible_sources import possible_sources
from servanda.evidence.weigh import counts_as_read, link_claims, weigh
from servanda.evidence.weighing_cache import WeighingCache

__all__ = [
    "Exclusions",
    "LookTarget",
    "WeighingCache",
    "attach_scenes",
    "chances_of_detection",
    "check_reader",
    "claim_text",
    "collect_evidence",
    "counts_as_read",
    "coverage",
    "document_use",
    "expected_change",
    "independent_origins",
    "link_claims",
    "links",
    "look_target",
    "origin_of",
    "possible_sources",
    "sentence_around",
    "shares_of",
    "silences_in_words",
    "statement_decibans",
    "voices_by_name",
    "weigh",
]
