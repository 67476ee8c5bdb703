"""How well and how fast copies are found and origins counted, beside the bars and peers."""
