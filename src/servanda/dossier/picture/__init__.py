"""Satellite images with marks, as PNG."""
