"""Lineages of text and the origins they lead to: clusters, direction, edges of two kinds."""
