"""A case folder to records, and back."""
