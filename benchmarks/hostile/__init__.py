"""Hostile files made from seeds, given to the parsers that run in processes with limits."""
