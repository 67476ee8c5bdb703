"""Making the reader of statements from the labelled documents of `corpus/reading`."""
