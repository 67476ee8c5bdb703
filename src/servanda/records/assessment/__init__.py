"""The records of what follows: probabilities, reasons, scores."""
