"""Pages taken from the web: fetched politely, kept as WARC, read as if they had been saved."""
