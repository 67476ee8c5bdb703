"""Which image, of when, with which bands."""
