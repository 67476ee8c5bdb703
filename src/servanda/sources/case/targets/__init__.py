"""What may stand in case.yaml of targets: instalments, and so many for each of another duty's."""
