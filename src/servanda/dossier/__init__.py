"""Assessments with their evidence as JSON and as one HTML file that an outsider can check.

Each name is imported on first use; `__init__.pyi` says where each is defined.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
