"""Timestamps of the log by outside authorities: their answers, and those that wait."""
