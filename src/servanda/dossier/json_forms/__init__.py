"""Results as JSON, by documented schemas."""
