"""What checks of readers found, kept as small files beside the data, one for each reader.

They are settings of this folder, not records of a case: the latest check of a reader replaces the
one before, and whoever wants none forgets it.
"""

from __future__ import annotations

import json
from pathlib import Path

from servanda.atomic_write import keep_file
from servanda.errors import StoreError
from servanda.records import MeasuredShares, ObligationKind, json_value, parse, sha256

__all__ = ["forget_shares", "keep_shares", "kept_shares"]

_FOLDER = "readers"
_SCHEMA = "servanda/reader-shares/1"
_DIGEST_DIGITS = 16  # of a reader's name, in the name of its file [judgement; not from outside]
_LARGEST_BYTES = 100_000  # such a file has 1,000 [limit]
_NEAR = 1e-6  # how near to 1 shares must sum, and what is no error rate [limit]


def keep_shares(folder: Path, measured: MeasuredShares) -> Path:
    """Keep what a check found, in place of an earlier one; gives the file. Raises StoreError."""
    path = _path(folder, measured.reader)
    told = {"schema": _SCHEMA, **json_value(measured)}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
    keep_file(path, text.encode("utf-8"), "checks of readers")
    return path


def kept_shares(folder: Path, reader: str) -> MeasuredShares | None:
    """What the latest check of a reader found, if one is kept. Raises StoreError."""
    path = _path(folder, reader)
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be read ({error.strerror}); mend its permissions, or delete it"
        ) from error
    try:
        return _check_in(content, reader)
    except (ValueError, RecursionError) as error:
        raise StoreError(
            f"{path}: is no check of {reader!r}, or was altered; run `servanda reader forget`, "
            "or check the reader again with --keep"
        ) from error


def forget_shares(folder: Path, reader: str) -> bool:
    """Delete what is kept of a reader; False if nothing was. Raises StoreError."""
    path = _path(folder, reader)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be deleted ({error.strerror}); mend the folder's permissions"
        ) from error
    return True


def _path(folder: Path, reader: str) -> Path:
    return folder / _FOLDER / f"{sha256(reader.encode('utf-8'))[:_DIGEST_DIGITS]}.json"


def _check_in(content: bytes, reader: str) -> MeasuredShares:
    """The check in a file. Raises ValueError, also where a number has no meaning."""
    if len(content) > _LARGEST_BYTES:
        raise ValueError("too long")
    told = json.loads(content)
    if not isinstance(told, dict) or told.pop("schema", None) != _SCHEMA:
        raise ValueError("another schema")
    found = parse(MeasuredShares, told)
    shares = [(kind.favourable, kind.part, kind.against) for kind in found.by_kind.values()]
    is_sound = (
        found.reader == reader
        and set(found.by_kind) == set(ObligationKind)
        and all(min(kind) > 0.0 and abs(sum(kind) - 1.0) < _NEAR for kind in shares)
        and _NEAR < found.error_rate <= 0.5
        and 0.0 < found.counts_right <= 1.0
    )
    if not is_sound:
        raise ValueError("a number without meaning")
    return found
