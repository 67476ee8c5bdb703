"""Truth and reliability estimated together; used by benchmarks alone so far."""
