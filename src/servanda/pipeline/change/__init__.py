"""`servanda change`: from scenes to a map of change."""
