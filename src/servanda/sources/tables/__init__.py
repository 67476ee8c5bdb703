"""Tables of claims and of truths."""
