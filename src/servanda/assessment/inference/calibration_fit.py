"""What `python -m benchmarks.calibration --fit` found; never edited by hand."""

SLOPE = 0.834
INTERCEPT = 0.000
