"""Assessments with their evidence as JSON and as one HTML file that an outsider can check."""

from .json_forms.assessment import assessment_json, document_use_json
from .json_forms.claims import claims_json
from .json_forms.duty_check import duty_check_json
from .json_forms.explanation import explanation_json, look_json, next_json
from .json_forms.near import near_json, unused_document_json
from .json_forms.reader_check import reader_check_json
from .json_forms.score import score_json
from .json_forms.simulated_mark import add_simulation_mark
from .json_forms.statements import statement_json
from .json_forms.what_if import what_if_json
from .page.page import dossier_html
from .page.trail import Trail
from .print.account_words import LINE_WORDS, account_in_words
from .print.closing import round_parts
from .print.degree_words import degrees_in_words
from .sealed.archive import PAGE, archived_page, check_kept_files, write_archive
from .sealed.dossier_file import SealedDossier, read_dossier
from .sealed.same_numbers import TOLERANCE, compare_numbers

__all__ = [
    "LINE_WORDS",
    "PAGE",
    "TOLERANCE",
    "SealedDossier",
    "Trail",
    "account_in_words",
    "add_simulation_mark",
    "archived_page",
    "assessment_json",
    "check_kept_files",
    "claims_json",
    "compare_numbers",
    "degrees_in_words",
    "document_use_json",
    "dossier_html",
    "duty_check_json",
    "explanation_json",
    "look_json",
    "near_json",
    "next_json",
    "read_dossier",
    "reader_check_json",
    "round_parts",
    "score_json",
    "statement_json",
    "unused_document_json",
    "what_if_json",
    "write_archive",
]
