"""The data flow, one file an act: the only folder that knows every room.

folder -> case and documents -> claims -> evidence -> assessment -> dossier
"""

from servanda.pipeline.assessing import (
    DEFAULT_PRIORS,
    AssessedCase,
    AssessmentQuestion,
    assess_case,
)
from servanda.pipeline.entering_claims import enter_claims, import_claims
from servanda.pipeline.explaining import explain_row
from servanda.pipeline.kept_observations import observations_with_scenes
from servanda.pipeline.listing_claims import ClaimWithDecisions, claims_with_decisions, find_claim
from servanda.pipeline.loading_cases import (
    add_sources,
    duty_of,
    find_case,
    load_case,
    open_data_store,
)
from servanda.pipeline.publishing import make_dossier, timelines
from servanda.pipeline.ranking_looks import information_gains, rank_looks
from servanda.pipeline.reading import (
    draft_of,
    load_reader,
    names_of,
    read_texts,
    reads_of,
    unread_note,
    with_language,
)
from servanda.pipeline.reassessing import what_if
from servanda.pipeline.scoring import score_case, truth_of
from servanda.records.choices import ReaderChoice
from servanda.records.progress import Progress
from servanda.sources.files.built_in_cases import built_in_case

__all__ = [
    "DEFAULT_PRIORS",
    "AssessedCase",
    "AssessmentQuestion",
    "ClaimWithDecisions",
    "Progress",
    "ReaderChoice",
    "add_sources",
    "assess_case",
    "built_in_case",
    "claims_with_decisions",
    "draft_of",
    "duty_of",
    "enter_claims",
    "explain_row",
    "find_case",
    "find_claim",
    "import_claims",
    "information_gains",
    "load_case",
    "load_reader",
    "make_dossier",
    "names_of",
    "observations_with_scenes",
    "open_data_store",
    "rank_looks",
    "read_texts",
    "reads_of",
    "score_case",
    "timelines",
    "truth_of",
    "unread_note",
    "what_if",
    "with_language",
]
