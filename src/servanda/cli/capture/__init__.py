"""Commands that fetch pages again, and what they share with `servanda add`."""
