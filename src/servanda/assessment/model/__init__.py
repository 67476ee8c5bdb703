"""What is assumed before any evidence: priors, hazards, statuses."""
