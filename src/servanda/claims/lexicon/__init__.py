"""The words that readers know."""
