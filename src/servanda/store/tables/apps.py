"""The app's name and label."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["TablesConfig"]


class TablesConfig(AppConfig):
    """Found by Django through INSTALLED_APPS."""

    name = "servanda.store.tables"
    label = "servanda_store"
    verbose_name = "Servanda store"
