"""Documents to claims: who says what, how surely, about which act, when, where and how many.

The room imports without spaCy: only whoever loads a model for `DependencyReader` needs it, and
`PatternReader` reads without one.

Each name is imported on first use; `__init__.pyi` says where each is defined.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
