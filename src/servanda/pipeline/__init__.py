"""The data flow, one file an act: the only folder that knows every room.

folder -> case and documents -> claims -> evidence -> assessment -> dossier
"""

from servanda.pipeline.assessing import DEFAULT_PRIORS, Answer, Asked, answer
from servanda.pipeline.entering_claims import enter_claims, import_claims
from servanda.pipeline.explaining import explained
from servanda.pipeline.kept_observations import sights_of
from servanda.pipeline.listing_claims import Examined, examined, examined_claim
from servanda.pipeline.loading_cases import add_sources, duty_of, find_case, load_case, opened
from servanda.pipeline.publishing import make_dossier, timelines
from servanda.pipeline.ranking_looks import most_telling, outlooks
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
    "Answer",
    "Asked",
    "Examined",
    "Progress",
    "ReaderChoice",
    "add_sources",
    "answer",
    "built_in_case",
    "draft_of",
    "duty_of",
    "enter_claims",
    "examined",
    "examined_claim",
    "explained",
    "find_case",
    "import_claims",
    "load_case",
    "load_reader",
    "make_dossier",
    "most_telling",
    "names_of",
    "opened",
    "outlooks",
    "read_texts",
    "reads_of",
    "score_case",
    "sights_of",
    "timelines",
    "truth_of",
    "unread_note",
    "what_if",
    "with_language",
]
