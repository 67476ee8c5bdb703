"""The nouns that rooms hand each other: frozen records, nothing that judges.

Each name is imported when it is first asked for; `__init__.pyi` says where each lies.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
