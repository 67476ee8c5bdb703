"""Reading from outside: files, folders and servers in, records out."""

from .case.entry_types import case_schema
from .case.folder import CaseFolder, check_case, read_case, read_unkept_case
from .case.instrument_texts import is_instrument, without_instruments
from .case.writer import case_yaml, write_case_folder
from .documents.given_facts import GivenFacts, facts_of_options
from .documents.publishers import (
    merge_sources,
    new_source,
    publisher_in,
    with_publisher,
    with_publisher_id,
)
from .documents.read_sources import ENDINGS, ReadResult, read_items, read_sources
from .files.items import Progress
from .files.problems import first_lines, raise_all
from .files.suggestions import suggest
from .formats.publication_date import written_range
from .models.encoder_files import read_encoder_files
from .models.example_sentences import read_example_duties
from .models.language_model import read_language_model_meta
from .models.reader_files import (
    read_reader_files,
    read_reader_numbers,
    reader_digest,
)
from .remote_judge import RemoteJudge
from .remote_reader import RemoteReader
from .tables.claim_table import ClaimTable, TableRow, event_range, read_claim_table
from .tables.labelled_sentences import (
    LabelledFile,
    labelled_sentences,
    read_labelled_file,
)
from .tables.truth_file import read_truth

__all__ = [
    "ENDINGS",
    "CaseFolder",
    "ClaimTable",
    "GivenFacts",
    "LabelledFile",
    "Progress",
    "ReadResult",
    "RemoteJudge",
    "RemoteReader",
    "TableRow",
    "case_schema",
    "case_yaml",
    "check_case",
    "event_range",
    "facts_of_options",
    "first_lines",
    "is_instrument",
    "labelled_sentences",
    "merge_sources",
    "new_source",
    "publisher_in",
    "raise_all",
    "read_case",
    "read_claim_table",
    "read_encoder_files",
    "read_example_duties",
    "read_items",
    "read_labelled_file",
    "read_language_model_meta",
    "read_reader_files",
    "read_reader_numbers",
    "read_sources",
    "read_truth",
    "read_unkept_case",
    "reader_digest",
    "suggest",
    "with_publisher",
    "with_publisher_id",
    "without_instruments",
    "write_case_folder",
    "written_range",
]
