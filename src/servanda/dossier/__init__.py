"""An assessment and its trail, for an outsider to read and check: JSON and one HTML file."""

from servanda.dossier.assessment_form import assessment_json
from servanda.dossier.claims_form import claims_json
from servanda.dossier.explanation_form import explanation_json, look_json, next_json
from servanda.dossier.mark import marked
from servanda.dossier.page import dossier_html
from servanda.dossier.score_form import score_json
from servanda.dossier.trail import Trail
from servanda.dossier.what_if_form import what_if_json

__all__ = [
    "Trail",
    "assessment_json",
    "claims_json",
    "dossier_html",
    "explanation_json",
    "look_json",
    "marked",
    "next_json",
    "score_json",
    "what_if_json",
]
