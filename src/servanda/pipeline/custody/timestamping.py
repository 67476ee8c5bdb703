"""Timestamps of the custody log by outside authorities, and those that wait for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from servanda.errors import CustodyError, SettingsError, SourceError, StoreError
from servanda.records import GENESIS
from servanda.settings import Settings
from servanda.sources.http_client import Limits, Request, fetch
from servanda.store import Store
from servanda.store.timestamps.queue import (
    head_to_stamp,
    keep_timestamps,
    missing_stamps,
    waiting_stamps,
)
from servanda.store.timestamps.tokens import (
    certificates_in,
    kept_timestamp,
    read_timestamp,
    timestamp_request,
)

__all__ = ["AskedTimestamp", "timestamp_head", "trusted_certificates"]

# What an authority may take, and how long its answer may be; one is 1 to 8 kB.
# [judgement; not from outside]
_LIMITS = Limits(seconds=30.0, answer_bytes=1 << 20)
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


@dataclass(frozen=True, slots=True)
class AskedTimestamp:
    """What came of asking one authority about one head."""

    head: str
    authority: str
    time: datetime | None  # the authority's; None where it waits
    reason: str  # why it waits; empty where it does not


def trusted_certificates(settings: Settings) -> tuple[str, ...] | None:
    """The certificates of the settings; None where they name none. Raises SettingsError."""
    path = settings.timestamp_certificates
    if path is None:
        return None
    try:
        return certificates_in(path.read_bytes(), f"SERVANDA_TIMESTAMP_CERTIFICATES {path}")
    except OSError as error:
        raise SettingsError(
            f"SERVANDA_TIMESTAMP_CERTIFICATES {path}: cannot be read ({error.strerror}); "
            "name a PEM file"
        ) from error


def timestamp_head(store: Store, settings: Settings) -> tuple[AskedTimestamp, ...]:
    """Ask every authority about the head of the log, and about heads that wait, and keep it all.

    Raises SettingsError where no authority or no certificate is set, StoreError where there is
    nothing to stamp.
    """
    trusted = trusted_certificates(settings)
    if not settings.timestamp_urls or trusted is None:
        raise SettingsError(
            "no timestamp authority is set; give their addresses in SERVANDA_TIMESTAMP_URLS and "
            "their certificates in SERVANDA_TIMESTAMP_CERTIFICATES"
        )
    head = head_to_stamp(store)
    if head == GENESIS:
        raise StoreError("the log is empty; keep something first")
    waiting = [
        stamp for stamp in waiting_stamps(store.folder) if stamp[1] in settings.timestamp_urls
    ]
    wanted = missing_stamps(
        store, [*waiting, *((head, authority) for authority in settings.timestamp_urls)]
    )
    asked, found = [], {}
    for stamp in wanted:
        try:
            found[stamp] = _ask(*stamp, trusted)
        except (SourceError, CustodyError) as error:
            asked.append(AskedTimestamp(*stamp, time=None, reason=str(error)))
        else:
            time = read_timestamp(found[stamp]).time
            asked.append(AskedTimestamp(*stamp, time=time, reason=""))
    keep_timestamps(store, found, [stamp for stamp in wanted if stamp not in found])
    return tuple(asked)


def _ask(head: str, authority: str, trusted: tuple[str, ...]) -> bytes:
    request = timestamp_request(head)
    question = Request(authority, "POST", _HEADERS, request.as_bytes())
    answer = fetch(question, _LIMITS, use_proxies=True)
    if not answer.is_success or answer.is_cut:
        raise SourceError(authority, f"its server answers {answer.status}", "check the address")
    return kept_timestamp(request, head, authority, answer.body, trusted)
