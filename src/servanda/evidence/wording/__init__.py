"""Word stems and units, to compare what two texts name."""
