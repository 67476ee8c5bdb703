"""What moved a number, what contradicts it, what was not seen."""
