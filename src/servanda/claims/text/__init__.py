"""A text in parts: segments, sentences, quotations, tokens, spans."""
