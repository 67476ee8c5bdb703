"""Numbers, dates and words as they are printed."""
