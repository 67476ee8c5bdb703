"""What was said: acts, quantities, times, places."""
