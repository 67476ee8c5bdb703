"""Change in long radar series with seasons."""
