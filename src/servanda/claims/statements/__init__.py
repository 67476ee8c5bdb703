"""What each sentence of a document says of each duty, and how sure that is."""
