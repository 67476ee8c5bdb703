"""Change in a series of radar images: the omnibus test."""
