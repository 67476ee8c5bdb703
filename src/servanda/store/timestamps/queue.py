"""Timestamps of the log: which stand, which wait for an authority that was out of reach."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from servanda.atomic_write import write_atomically
from servanda.errors import StoreError
from servanda.records import GENESIS
from servanda.store.custody import LogAct, subject_of
from servanda.store.database_errors import translate_errors
from servanda.store.tables.models import CustodyRow
from servanda.store.timestamps.tokens import TIMESTAMP
from servanda.store.write_plan import LogOnly

if TYPE_CHECKING:
    from servanda.store.store import Store

__all__ = ["head_to_stamp", "keep_timestamps", "missing_stamps", "waiting_stamps"]

QUEUE = "timestamps-waiting.json"
Stamp = tuple[str, str]  # a head and the address of an authority


def head_to_stamp(store: Store) -> str:
    """The hash of the last entry that is no timestamp itself; GENESIS if there is none."""
    with translate_errors(store.database.place):
        entries = CustodyRow.objects.using(store.database.alias)
        last = entries.exclude(what=f"add {TIMESTAMP}").order_by("-sequence").first()
        return GENESIS if last is None else last.hash


def missing_stamps(store: Store, wanted: Sequence[Stamp]) -> list[Stamp]:
    """Those that are wanted and not kept yet."""
    with translate_errors(store.database.place):
        entries = CustodyRow.objects.using(store.database.alias).filter(what=f"add {TIMESTAMP}")
        kept = set(entries.values_list("subject", flat=True))
    return [stamp for stamp in dict.fromkeys(wanted) if subject_of(*stamp) not in kept]


def keep_timestamps(store: Store, found: Mapping[Stamp, bytes], waiting: Sequence[Stamp]) -> None:
    """Keep timestamps in one act, and note those that wait. Raises StoreError."""
    with translate_errors(str(store.folder)):
        stamps = list(found)
        digests = store.originals.keep([found[stamp] for stamp in stamps])
        acts = [
            LogOnly(LogAct(f"add {TIMESTAMP}", subject_of(*stamp), digest))
            for stamp, digest in zip(stamps, digests, strict=True)
        ]
    store.carry_out(lambda: acts, lambda: store.originals.settle(digests))
    with translate_errors(str(store.folder)):
        path = store.folder / QUEUE
        if waiting:
            text = json.dumps(sorted(map(list, dict.fromkeys(waiting))), indent=1)
            write_atomically(path, text.encode("ascii", "backslashreplace"), mode=0o600)
        else:
            path.unlink(missing_ok=True)


def waiting_stamps(folder: Path) -> list[Stamp]:
    """The heads that no authority could be asked about yet. Raises StoreError."""
    path = folder / QUEUE
    try:
        told = json.loads(path.read_bytes())
        return [(str(head), str(authority)) for head, authority in told]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"{path}: cannot be read; delete it") from error
