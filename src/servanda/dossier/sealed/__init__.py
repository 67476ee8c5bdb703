"""A dossier as a file that carries its own proof: what it was made from, and a seal over all."""
