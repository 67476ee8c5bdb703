"""How many of a duty's sites are done: exact sums, or samples with an error."""
