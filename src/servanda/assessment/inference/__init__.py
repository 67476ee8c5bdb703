"""From the evidence of a case to posteriors of its duties."""
