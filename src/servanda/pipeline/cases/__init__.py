"""Cases: finding the one that is meant, adding to it."""
