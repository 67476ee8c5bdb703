"""Statements of a case: listed, sought near a duty, put to people."""
