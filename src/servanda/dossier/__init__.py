"""An assessment and its trail, for an outsider to read and check: JSON and one HTML file."""

from servanda.dossier.assessment_form import assessment_json
from servanda.dossier.claims_form import claims_json
from servanda.dossier.page import dossier_html
from servanda.dossier.trail import Trail

__all__ = ["Trail", "assessment_json", "claims_json", "dossier_html"]
