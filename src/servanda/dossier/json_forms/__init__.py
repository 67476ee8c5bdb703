"""Results as JSON in documented forms."""
