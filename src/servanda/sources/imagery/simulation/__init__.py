"""Scenes drawn for a case, for trying things out."""
