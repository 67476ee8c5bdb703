"""The records of what was read and seen, and what it says."""
