"""Charts as SVG, the same bytes everywhere."""
