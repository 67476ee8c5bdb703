"""What `python -m benchmarks.calibration --fit` found; never edited by hand."""

# Multiplies the log odds. [measured; python -m benchmarks.calibration --fit]
SLOPE = 0.834
# Is added to the log odds; the fit keeps it at 0. [judgement; not from outside]
INTERCEPT = 0.000
