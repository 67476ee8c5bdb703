"""The number, the time and the day that a sentence gives of a duty."""
