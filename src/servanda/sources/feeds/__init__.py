"""Feeds: RSS, Atom and JSON Feed, whose entries lead to pages."""
