"""Who said it, and how."""
