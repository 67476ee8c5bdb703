"""The shape of the database: how it comes about, and the check that it is what it should be."""
