"""Model files that come with packages, checked before they are used."""
