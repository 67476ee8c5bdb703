"""Charts as SVG; the same input gives the same bytes on every machine."""
