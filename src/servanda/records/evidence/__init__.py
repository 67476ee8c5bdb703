"""The records of claims, observations and the evidence they give."""
