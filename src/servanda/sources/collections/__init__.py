"""Collections of documents whose origins are traced together."""
