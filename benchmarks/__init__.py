"""What was measured, and how to measure it again. Nothing here is a test with a clock."""
