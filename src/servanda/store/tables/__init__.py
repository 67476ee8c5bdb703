"""The Django app that owns the tables."""
