"""The outside world as documents and cases: files and folders in, records out."""

from servanda.sources.case_folder import CaseFolder, check_case, read_case
from servanda.sources.case_format import case_schema
from servanda.sources.publishers import with_publisher
from servanda.sources.reading import ENDINGS, Progress, read_sources

__all__ = [
    "ENDINGS",
    "CaseFolder",
    "Progress",
    "case_schema",
    "check_case",
    "read_case",
    "read_sources",
    "with_publisher",
]
