"""Change between two optical images: iteratively reweighted MAD."""
