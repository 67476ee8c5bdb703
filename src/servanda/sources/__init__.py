"""Reading from outside: files, folders and servers in, records out."""

from servanda.sources.case.entry_types import case_schema
from servanda.sources.case.folder import CaseFolder, check_case, read_case, read_unkept_case
from servanda.sources.case.instrument_texts import is_instrument, without_instruments
from servanda.sources.case.writer import case_yaml, write_case_folder
from servanda.sources.documents.given_facts import GivenFacts, facts_of_options
from servanda.sources.documents.publishers import (
    merge_sources,
    new_source,
    publisher_in,
    with_publisher,
    with_publisher_id,
)
from servanda.sources.documents.read_sources import ENDINGS, ReadResult, read_items, read_sources
from servanda.sources.files.items import Progress
from servanda.sources.files.problems import first_lines, raise_all
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.publication_date import written_range
from servanda.sources.models.encoder_files import read_encoder_files
from servanda.sources.models.example_sentences import read_example_duties
from servanda.sources.models.reader_files import (
    read_reader_files,
    read_reader_numbers,
    reader_digest,
)
from servanda.sources.remote_judge import RemoteJudge
from servanda.sources.remote_reader import RemoteReader
from servanda.sources.tables.claim_table import ClaimTable, TableRow, event_range, read_claim_table
from servanda.sources.tables.labelled_sentences import (
    LabelledFile,
    labelled_sentences,
    read_labelled_file,
)
from servanda.sources.tables.truth_file import read_truth

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
