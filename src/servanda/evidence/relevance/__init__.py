"""Which claim bears on which obligation."""
