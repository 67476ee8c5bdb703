"""The outside world as documents and cases: files and folders in, records out."""

from servanda.sources.case_folder import CaseFolder, check_case, read_case
from servanda.sources.case_format import case_schema
from servanda.sources.case_writer import case_yaml, write_case_folder
from servanda.sources.claim_table import ClaimTable, TableRow, event_range, read_claim_table
from servanda.sources.nearest import known_or_nearest
from servanda.sources.publishers import with_publisher
from servanda.sources.reading import ENDINGS, Progress, read_sources
from servanda.sources.remote_reader import RemoteReader
from servanda.sources.truth_file import read_truth

__all__ = [
    "ENDINGS",
    "CaseFolder",
    "ClaimTable",
    "Progress",
    "RemoteReader",
    "TableRow",
    "case_schema",
    "case_yaml",
    "check_case",
    "event_range",
    "known_or_nearest",
    "read_case",
    "read_claim_table",
    "read_sources",
    "read_truth",
    "with_publisher",
    "write_case_folder",
]
