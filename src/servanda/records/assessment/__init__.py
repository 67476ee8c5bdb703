"""The records of results: probabilities, reasons, scores."""
