"""What may stand in case.yaml of targets: instalments, rates, ratios, duties on the same things."""
