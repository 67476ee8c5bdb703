"""What a text means, as vectors of an untouched sentence encoder."""
