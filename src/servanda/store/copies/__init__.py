"""Copies of a whole store and of single cases, as files that any other store takes in."""
