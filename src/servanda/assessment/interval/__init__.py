"""The interval of a number: the doubts that are in it already, taken apart."""
