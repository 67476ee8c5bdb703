"""The records of a case: agreement, obligations, sites, sources."""
