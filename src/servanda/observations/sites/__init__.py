"""Observations of one site, from a pair or a series of images."""
