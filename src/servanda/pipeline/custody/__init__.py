"""The order of what people decided, and timestamps of the log that says it."""
