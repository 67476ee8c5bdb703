"""The records of texts that are traced to their origins."""
