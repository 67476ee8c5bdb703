"""How well a reader of statements reads, by labelled sentences."""
