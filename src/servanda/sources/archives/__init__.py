"""Web archives: WARC and WACZ of others as documents, and a WACZ of our own captures."""
