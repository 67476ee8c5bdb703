"""Documents to claims: who says what, how surely, about which act, when, where and how many.

The room imports without spaCy: only whoever loads a model for `DependencyReader` needs it, and
`PatternReader` reads without one.
"""

from servanda.claims.actors import ACTORS, default_names
from servanda.claims.patterns import PatternReader
from servanda.claims.readers import DependencyReader, Reader

__all__ = ["ACTORS", "DependencyReader", "PatternReader", "Reader", "default_names"]
