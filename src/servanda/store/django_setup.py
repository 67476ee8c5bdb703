"""The one place that sets Django up."""

from __future__ import annotations

import django
from django.apps import apps
from django.conf import settings

from servanda.store import django_settings

__all__ = ["set_up_django"]


def set_up_django() -> None:
    """Make models usable; a program that set Django up already (the web) keeps its own settings.

    Deliberately blind to DJANGO_SETTINGS_MODULE: a user's shell may name another project's.
    """
    if not settings.configured:
        ours = {name: getattr(django_settings, name) for name in dir(django_settings)}
        settings.configure(**{name: value for name, value in ours.items() if name.isupper()})
    if not apps.ready:
        django.setup()
