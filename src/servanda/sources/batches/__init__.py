"""Many documents read a batch at a time, and read on where a reading stopped."""
