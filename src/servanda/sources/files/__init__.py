"""Paths, bytes, limits, and messages about them."""
