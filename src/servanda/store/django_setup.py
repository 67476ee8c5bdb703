"""The set-up of Django."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings

from servanda.store import django_settings

__all__ = ["set_up_django"]


def set_up_django() -> None:
    """Set Django up for its models; a program that has done so (the web) keeps its own settings.

    DJANGO_SETTINGS_MODULE is ignored on purpose: a user's shell may name another project.
    """
    if not settings.configured:
        ours = {name: getattr(django_settings, name) for name in dir(django_settings)}
        settings.configure(**{name: value for name, value in ours.items() if name.isupper()})
    if not apps.ready:  # `django.setup()` without its log and its web, slow to import
        apps.populate(settings.INSTALLED_APPS)
