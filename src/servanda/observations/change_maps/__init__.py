"""Maps of change over whole scenes: a statistic window by window, then a rank for every pixel."""
