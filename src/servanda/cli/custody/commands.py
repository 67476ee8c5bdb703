"""servanda custody: check the custody log and every kept file, and print the log."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servanda.cli.options import Data, FormatOption, OutputFormat, now, settings_of
from servanda.cli.output import note, progress_bar, say, show, table
from servanda.errors import CustodyError, SettingsError

if TYPE_CHECKING:
    from servanda.records import CustodyEntry
    from servanda.store import Verified

__all__ = ["custody_commands", "digest_of"]

SCHEMA = "servanda/custody/1"

custody_commands = typer.Typer(no_args_is_help=True, help="The log of every act on the record.")

NotedHead = Annotated[
    str | None,
    typer.Option("--head", metavar="DIGEST", help="A head of this log that you noted elsewhere."),
]
Last = Annotated[
    int | None, typer.Option("--last", metavar="N", min=1, help="Only the last N entries.")
]


@custody_commands.callback()
def custody() -> None:
    """The log of every act on the record."""


@custody_commands.command()
def verify(
    head: NotedHead = None, form: FormatOption = OutputFormat.TABLE, data: Data = None
) -> None:
    """Check the database, the log and every kept file, and name the first mismatch.

    Works on a copy that may not be written to. With --head, a head that was noted elsewhere (a
    dossier prints it) must be in the log: an older copy, or acts taken back, do not have it.

    Example: servanda custody verify --data servanda-data
    """
    from servanda.pipeline import trusted_certificates
    from servanda.store import open_to_look

    noted, settings = None if head is None else digest_of(head), settings_of(data)
    trusted = trusted_certificates(settings)
    try:
        with open_to_look(settings, now) as store, progress_bar() as progress:
            verified = store.verify(
                lambda done, total: progress("verifying", done, total), noted, trusted
            )
    except CustodyError as error:
        if form is not OutputFormat.TABLE:
            told = {"schema": SCHEMA, "verified": False, "mismatch": str(error)}
            show([told], told, form, "")
        raise
    told = _result(verified)
    show([told], told, form, table("Custody verified", ("what", "found"), _cells(verified)))
    for remark in verified.remarks:
        note(remark)


@custody_commands.command()
def head(data: Data = None) -> None:
    """Print the hash of the log's last entry, to be noted elsewhere.

    Example: servanda custody head
    """
    from servanda.store import open_to_look

    with open_to_look(settings_of(data), now) as store:
        say(store.custody_head())


@custody_commands.command()
def log(last: Last = None, form: FormatOption = OutputFormat.TABLE, data: Data = None) -> None:
    """Print the entries of the log, oldest first, and its head.

    Example: servanda custody log --last 20
    """
    from servanda.store import open_to_look

    with open_to_look(settings_of(data), now) as store:
        entries = list(_last_of(store.custody(), last))
        present = store.custody_head()
    rows = [entry.values() for entry in entries]
    cells = [
        (str(entry.sequence), _moment(entry.when), entry.who, entry.what,
         entry.subject, entry.digest)
        for entry in entries
    ]  # fmt: skip
    columns = ("entry", "when (UTC)", "who", "what", "subject", "sha256")
    show(rows, rows, form, table("Custody log", columns, cells))
    note(f"head {present}")


@custody_commands.command()
def timestamp(form: FormatOption = OutputFormat.TABLE, data: Data = None) -> None:
    """Let outside authorities put a time on the head of the log; nothing else is sent to them.

    Needs SERVANDA_TIMESTAMP_URLS and SERVANDA_TIMESTAMP_CERTIFICATES. A head that no authority
    could be asked about waits, and is asked about the next time.

    Example: servanda custody timestamp
    """
    from servanda.pipeline import open_data_store, timestamp_head

    settings = settings_of(data)
    with open_data_store(settings, now) as store:
        asked = timestamp_head(store, settings)
    rows = [
        {
            "head": stamp.head,
            "authority": stamp.authority,
            "time": None if stamp.time is None else stamp.time.isoformat(),
            "waits_because": stamp.reason or None,
        }
        for stamp in asked
    ]
    cells = [
        (stamp.authority, stamp.head, "waits" if stamp.time is None else _moment(stamp.time))
        for stamp in asked
    ]
    show(rows, rows, form, table("Timestamps", ("authority", "head", "time (UTC)"), cells))
    for stamp in asked:
        if stamp.reason:
            note(stamp.reason)
    if not asked:
        note("every authority has stamped this head already")


def _moment(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S}"


def _last_of(entries: Iterator[CustodyEntry], last: int | None) -> Iterator[CustodyEntry]:
    if last is None:
        return entries
    return iter(deque(entries, maxlen=last))


def digest_of(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text.strip()):
        raise SettingsError(f"--head {text}: not a head; write its 64 hex digits")
    return text.strip()


def _result(verified: Verified) -> dict[str, Any]:
    noted = verified.noted
    return {
        "schema": SCHEMA,
        "verified": True,
        "entries": verified.entries,
        "records": verified.records,
        "files": verified.files,
        "size_bytes": verified.size_bytes,
        "head": verified.head,
        "noted_head": None
        if noted is None
        else {"entry": noted, "entries_since": verified.entries - noted},
        "timestamps": [
            {
                "authority": kept.stamp.authority,
                "time": kept.stamp.time.isoformat(),
                "up_to_entry": kept.entry,
                "roots": list(kept.stamp.roots),
            }
            for kept in verified.timestamps
        ],
        "remarks": list(verified.remarks),
        "mismatch": None,
    }


def _cells(verified: Verified) -> Iterator[tuple[str, str]]:
    yield "entries of the log", str(verified.entries)
    yield "versions of records", str(verified.records)
    yield "files", f"{verified.files} ({verified.size_bytes:,} bytes of sources and texts)"
    yield "head", verified.head
    if verified.noted is not None:
        since = verified.entries - verified.noted
        yield "noted head", f"entry {verified.noted}; {since} since"
    for kept in verified.timestamps:
        stamp = kept.stamp
        yield "timestamp", f"entries 1 to {kept.entry} by {_moment(stamp.time)}, {stamp.authority}"
        for root in stamp.roots:
            yield "on the certificate", root
