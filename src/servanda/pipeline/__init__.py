"""The data flow, one file a step; the only folder that imports every room.

folder -> case and documents -> claims -> evidence -> assessment -> dossier

Each name is imported on first use, so that a command loads only what it needs; `__init__.pyi` says
where each is defined.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
