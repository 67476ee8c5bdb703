"""YAML and JSON with line numbers, field types, error messages."""
