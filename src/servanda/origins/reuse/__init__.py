"""Which sentences repeat which: features, candidates, verification, the documents around them."""
