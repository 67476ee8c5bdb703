"""What people enter, mend and decide."""
