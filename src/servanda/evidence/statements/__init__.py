"""What a claim says about an obligation, as a likelihood."""
