"""Probabilities of hidden states over time, given what was reported."""
