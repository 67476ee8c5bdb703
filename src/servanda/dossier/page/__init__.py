"""The dossier as one HTML page."""
