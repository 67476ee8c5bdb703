"""The fetcher of pages as the settings have it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from servanda.cli.options import now
from servanda.settings import Settings

if TYPE_CHECKING:
    from servanda.sources.capture.page_fetcher import PageFetcher

__all__ = ["fetcher_of"]


def fetcher_of(settings: Settings, ignore_robots: bool) -> PageFetcher:
    """A fetcher with this machine's clock, and a guard that lets through the user's own hosts."""
    from servanda.sources.capture.page_fetcher import PageFetcher
    from servanda.sources.network.guard import NetworkGuard

    return PageFetcher(
        guard=NetworkGuard(settings.allow_hosts),
        clock=now,
        monotonic=time.monotonic,
        sleep=time.sleep,
        obeys_robots=not ignore_robots,
    )
