"""Checks that two images can be compared, cheap ones first."""
