"""What `python -m benchmarks.calibration --fit` found; never edited by hand."""

SLOPE = 0.872
INTERCEPT = 0.000
