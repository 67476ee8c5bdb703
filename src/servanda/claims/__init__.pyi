"""Documents to claims: who says what, how surely, about which act, when, where and how many.

The room imports without spaCy: only whoever loads a model for `DependencyReader` needs it, and
`PatternReader` reads without one.
"""

from .curation.asking_order import asking_order, lot_of, random_sample
from .curation.by_hand import (
    claim_by_hand,
    days_by_hand,
    find_holder,
    next_number,
    quantity_by_hand,
    words_at,
)
from .curation.decisions import (
    apply_decisions,
    decision_on,
    decisions_by_claim,
    effective_decisions,
    review_state,
)
from .curation.imported import ImportedClaims, imported_claims
from .curation.lessons import lessons_of
from .curation.statement_decisions import (
    apply_to_statements,
    decision_on_statement,
    decisions_in_place,
    quote_of,
    undo_of,
    unread_statement,
)
from .curation.taught_statements import with_offsets
from .drafting.agreement_text import is_agreement
from .drafting.case_draft import CaseDraft, draft_case
from .drafting.shown_by import ShownBy, shown_by
from .lexicon.act_words import names_act
from .lexicon.actors import ACTORS, default_names
from .lexicon.case_names import names_of
from .meaning.encoder import SentenceEncoder
from .readers import DependencyReader, PatternReader, Reader
from .statements.examples import ExampleFinder
from .statements.fitted import fitted_numbers
from .statements.judge import Judges, PairJudge, StatementJudge
from .statements.offsets import OffsetSpread, TaughtOffsets, offset_spread
from .statements.own_claims import own_claims
from .statements.readable import (
    measured_sensitivity,
    named_actors,
    reading_warnings,
)
from .statements.reader import DocumentReading, StatementReader, statement_reader_name
from .statements.register import register_of
from .statements.teaching import Lesson, fit_offsets
from .text.language import language_note, unread_note, with_language
from .text.sentences import sentence_spans

__all__ = [
    "ACTORS",
    "CaseDraft",
    "DependencyReader",
    "DocumentReading",
    "ExampleFinder",
    "ImportedClaims",
    "Judges",
    "Lesson",
    "OffsetSpread",
    "PairJudge",
    "PatternReader",
    "Reader",
    "SentenceEncoder",
    "ShownBy",
    "StatementJudge",
    "StatementReader",
    "TaughtOffsets",
    "apply_decisions",
    "apply_to_statements",
    "asking_order",
    "claim_by_hand",
    "days_by_hand",
    "decision_on",
    "decision_on_statement",
    "decisions_by_claim",
    "decisions_in_place",
    "default_names",
    "draft_case",
    "effective_decisions",
    "find_holder",
    "fit_offsets",
    "fitted_numbers",
    "imported_claims",
    "is_agreement",
    "language_note",
    "lessons_of",
    "lot_of",
    "measured_sensitivity",
    "named_actors",
    "names_act",
    "names_of",
    "next_number",
    "offset_spread",
    "own_claims",
    "quantity_by_hand",
    "quote_of",
    "random_sample",
    "reading_warnings",
    "register_of",
    "review_state",
    "sentence_spans",
    "shown_by",
    "statement_reader_name",
    "undo_of",
    "unread_note",
    "unread_statement",
    "with_language",
    "with_offsets",
    "words_at",
]
