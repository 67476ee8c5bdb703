"""The data flow, one file an act: the only folder that knows every room.

folder -> case and documents -> claims -> evidence -> assessment -> dossier

Each name is imported when it is first asked for, so that a command loads what it uses and no more;
`__init__.pyi` says where each lies.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
