"""Making the verifier of text reuse: rewritten corpora of our own texts, and the fit."""
