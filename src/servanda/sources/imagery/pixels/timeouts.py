"""The limits of requests for imagery: time, how often one is repeated, and which hosts."""

from __future__ import annotations

from dataclasses import dataclass, field

from servanda.sources.network.guard import NetworkGuard

__all__ = ["PATIENCE", "Timeouts"]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """The limits of one request."""

    connect_seconds: int = 10  # until a server is there and has sent the start of a file [limit]
    answer_seconds: int = 30  # for the whole answer; a window of a scene has some megabytes [limit]
    retries: int = 2  # after 429, 502, 503 and 504, which often pass [limit]
    # Of every address: catalogues name any.
    guard: NetworkGuard = field(default_factory=NetworkGuard)


PATIENCE = Timeouts()
