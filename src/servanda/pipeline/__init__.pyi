"""The data flow, one file an act: the only folder that knows every room.

folder -> case and documents -> claims -> evidence -> assessment -> dossier
"""

from .assessing import (
    DEFAULT_PRIORS,
    AssessedCase,
    AssessmentQuestion,
    assess_case,
)
from .capture.adding_addresses import add_everything
from .capture.capturing_pages import CapturedPage, CaptureRun, PageState
from .capture.exporting_captures import wacz_of_case
from .capture.watching import watch_case
from .cases.adding_sources import AddedSources, add_sources
from .cases.finding_cases import case_to_change, case_to_read
from .checking_dossiers import DossierCheck, check_dossier_file
from .checking_duties import CheckedCase, checked_case
from .custody.timestamping import AskedTimestamp, timestamp_head, trusted_certificates
from .drafting import draft_of
from .entering_claims import enter_claims, import_claims
from .explaining import explain_row
from .kept_observations import observations_with_scenes
from .listing_claims import ClaimWithDecisions, claims_with_decisions, find_claim
from .loading_cases import (
    built_in_case,
    duty_of,
    find_case,
    load_case,
    open_data_store,
)
from .loading_reader import load_case_reader, load_judge, load_reader, load_statement_reader
from .origins.tracing import (
    TracedCollection,
    load_reuse_verifier,
    trace_collection,
    write_tracing,
)
from .publishing import last_act, make_dossier, timelines, write_dossier_archive
from .ranking_looks import information_gains, rank_looks
from .reading import CaseReader, language_note, names_of, read_texts, reads_of, unread_note
from .reassessing import what_if
from .scoring import DaysToScore, evidence_by_day, score_case, truth_of
from .statements.checking_readers import (
    check_of_reader,
    forget_reader,
    keep_check,
    measured_shares,
)
from .statements.listing_statements import StatementInContext, statements_of_case
from .statements.nearing import NearSentence, sentences_near
from .statements.reviewing_statements import (
    StatementQuestion,
    keep_on_statement,
    last_on_statement,
    missed_questions,
    sample_size,
    sentence_with_label,
    statement_questions,
    undo_on_statement,
)
from .using_documents import UnusedDocuments, unused_documents_of

__all__ = [
    "DEFAULT_PRIORS",
    "AddedSources",
    "AskedTimestamp",
    "AssessedCase",
    "AssessmentQuestion",
    "CaptureRun",
    "CapturedPage",
    "CaseReader",
    "CheckedCase",
    "ClaimWithDecisions",
    "DaysToScore",
    "DossierCheck",
    "NearSentence",
    "PageState",
    "StatementInContext",
    "StatementQuestion",
    "TracedCollection",
    "UnusedDocuments",
    "add_everything",
    "add_sources",
    "assess_case",
    "built_in_case",
    "case_to_change",
    "case_to_read",
    "check_dossier_file",
    "check_of_reader",
    "checked_case",
    "claims_with_decisions",
    "draft_of",
    "duty_of",
    "enter_claims",
    "evidence_by_day",
    "explain_row",
    "find_case",
    "find_claim",
    "forget_reader",
    "import_claims",
    "information_gains",
    "keep_check",
    "keep_on_statement",
    "language_note",
    "last_act",
    "last_on_statement",
    "load_case",
    "load_case_reader",
    "load_judge",
    "load_reader",
    "load_reuse_verifier",
    "load_statement_reader",
    "make_dossier",
    "measured_shares",
    "missed_questions",
    "names_of",
    "observations_with_scenes",
    "open_data_store",
    "rank_looks",
    "read_texts",
    "reads_of",
    "sample_size",
    "score_case",
    "sentence_with_label",
    "sentences_near",
    "statement_questions",
    "statements_of_case",
    "timelines",
    "timestamp_head",
    "trace_collection",
    "trusted_certificates",
    "truth_of",
    "undo_on_statement",
    "unread_note",
    "unused_documents_of",
    "wacz_of_case",
    "watch_case",
    "what_if",
    "write_dossier_archive",
    "write_tracing",
]
