"""Reading and writing pixels."""
