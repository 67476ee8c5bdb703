"""Where the sites of a case lie."""
