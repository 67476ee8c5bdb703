"""How a fetcher behaves towards the servers of others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["BUSY", "MANNERS", "ROBOT", "Manners", "asked_pause_s"]

ROBOT = "servanda"  # the name under which robots.txt may speak to us [definition]
# Status of a server that is busy: worth asking again. [judgement; not from outside]
BUSY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Manners:
    """The limits of fetching pages."""

    pause_s: float = 1.0  # between two requests to one host [judgement; not from outside]
    longest_pause_s: float = 60.0  # that a server may ask for and is waited for [limit]
    retries: int = 3  # of a server that is busy or hangs up [limit]
    first_pause_s: float = 2.0  # before asking again; each further one is twice as long [limit]
    seconds: float = 60.0  # for one whole answer [limit]
    page_bytes: int = 50_000_000  # of one answer [limit]
    redirects: int = 10  # of one page [limit]


MANNERS = Manners()


def asked_pause_s(retry_after: str | None, now: datetime) -> float | None:
    """How long a server asks to be left alone, by its Retry-After; None where it says nothing."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
