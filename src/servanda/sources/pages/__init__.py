"""What a page says of itself, and how much of it was kept. Runs inside the extraction worker."""
