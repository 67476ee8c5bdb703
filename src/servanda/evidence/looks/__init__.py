"""What an observation of a site says about an obligation, as a likelihood."""
