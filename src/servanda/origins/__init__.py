"""Documents and claims to lineages and independent origins: pure, records and arrays alone.

Each name is imported on first use; `__init__.pyi` says where each is defined.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
