"""A first draft of a case from the text of an agreement."""
