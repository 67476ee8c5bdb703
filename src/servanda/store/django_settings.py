"""Django's settings for a store without the web, read by mypy's plugin and `makemigrations` too.

No database is listed: each open store has a connection alias of its own (`connection.py`).
"""

from __future__ import annotations

INSTALLED_APPS = ["servanda.store.tables"]
DATABASES: dict[str, dict[str, object]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING_CONFIG = None  # logging is for the program that uses the store to configure
