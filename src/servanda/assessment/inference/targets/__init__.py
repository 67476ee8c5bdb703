"""Targets of duties: what a ratio asks on a day, and the dates of a duty in instalments."""
