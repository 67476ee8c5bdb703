"""Who speaks, for which side, and how far they are trusted."""
