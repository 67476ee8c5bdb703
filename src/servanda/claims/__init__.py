"""Documents to claims: who says what, how surely, about which act, when, where and how many.

The room imports without spaCy: only whoever loads a model for `DependencyReader` needs it, and
`PatternReader` reads without one.
"""

from servanda.claims.curation.by_hand import (
    claim_by_hand,
    days_by_hand,
    holder_named,
    next_number,
    quantity_by_hand,
    words_at,
)
from servanda.claims.curation.decisions import decided, decision_on, followed, holding, state_of
from servanda.claims.curation.imported import ForeignClaims, foreign_claims
from servanda.claims.drafting.case_draft import CaseDraft, draft_case
from servanda.claims.lexicon.actors import ACTORS, default_names
from servanda.claims.lexicon.gazetteer import GAZETTEER
from servanda.claims.readers import DependencyReader, PatternReader, Reader
from servanda.claims.text.language import unread_language

__all__ = [
    "ACTORS",
    "GAZETTEER",
    "CaseDraft",
    "DependencyReader",
    "ForeignClaims",
    "PatternReader",
    "Reader",
    "claim_by_hand",
    "days_by_hand",
    "decided",
    "decision_on",
    "default_names",
    "draft_case",
    "followed",
    "foreign_claims",
    "holder_named",
    "holding",
    "next_number",
    "quantity_by_hand",
    "state_of",
    "unread_language",
    "words_at",
]
