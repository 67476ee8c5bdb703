"""Numbers, dates and words as text for pages."""
