"""Django's settings for a store alone, also read by mypy's plugin and by `makemigrations`.

No database stands here: each open store has a connection alias of its own (`connection.py`).
"""

from __future__ import annotations

INSTALLED_APPS = ["servanda.store.tables"]
DATABASES: dict[str, dict[str, object]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None  # logging belongs to whoever runs the program
