"""Imagery and pictures in the copy of a case: checked on the way out and on the way in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from zipfile import ZipFile

from servanda.atomic_write import write_atomically
from servanda.errors import CustodyError, SourceError
from servanda.records import sha256
from servanda.store.content_files import UNFINISHED
from servanda.store.data_files import DATA_ROOMS, is_data_path
from servanda.store.private_files import make_private_folder, open_plain_file
from servanda.store.tables.models import DataFileRow, ObservationRow

__all__ = ["check_data_files", "data_files_of", "keep_data_files", "write_data_files"]

_ROOM = "data/"  # of a copy [definition]


def data_files_of(alias: str, case_id: str) -> tuple[dict[str, str], int]:
    """The digests of the files that go with a case, by their paths; how many files stay behind.

    Parts of scenes do not say which case they were read for. They go with the only case that has
    observations; else they stay: a copy must not tell of other cases' sites.
    """
    rows = dict(DataFileRow.objects.using(alias).order_by("path").values_list("path", "sha256"))
    pictures = {path: rows[path] for path in rows if path.startswith(f"pictures/{case_id}/")}
    imagery = {path: rows[path] for path in rows if path.startswith("imagery/")}
    others = ObservationRow.objects.using(alias).exclude(case_id=case_id).exists()
    return (pictures, len(imagery)) if others else ({**imagery, **pictures}, 0)


def write_data_files(archive: ZipFile, folder: Path, digests: Mapping[str, str]) -> None:
    """Write the files of the data folder into a copy. Raises CustodyError if one has changed."""
    for path, digest in digests.items():
        if not is_data_path(path, DATA_ROOMS):
            raise CustodyError(f"{path!r} is no path of a data file")
        try:
            with open_plain_file(folder / path) as file:
                data = file.read()
        except FileNotFoundError:
            continue  # imagery may be thrown away; verifying names it
        if sha256(data) != digest:
            raise CustodyError(f"{path} is not as it was recorded; run `servanda custody verify`")
        archive.writestr(f"{_ROOM}{path}", data)


def check_data_files(archive: ZipFile, digests: Mapping[str, str]) -> dict[str, str]:
    """The files that a copy holds, of those that it names, by their paths.

    Raises SourceError if one is not what it says, or would lead elsewhere.
    """
    held = {}
    for path, digest in digests.items():
        place = f"{archive.filename} ({_ROOM}{path})"
        if not is_data_path(path, DATA_ROOMS):
            raise SourceError(place, "leads elsewhere", "take another copy")
        data = _member(archive, path)
        if data is None:
            continue
        if sha256(data) != digest:
            raise SourceError(place, "does not match its SHA-256", "make the copy again")
        held[path] = digest
    return held


def keep_data_files(archive: ZipFile, folder: Path, paths: Iterable[str]) -> None:
    """Write the checked files of a copy that are not there yet.

    What is killed leaves its unfinished file where opening the store sweeps.
    """
    for path in paths:
        data = None if (folder / path).exists() else _member(archive, path)
        if data is not None:
            for place in ((folder / path).parent, folder / UNFINISHED):
                make_private_folder(place)
            write_atomically(folder / path, data, mode=0o600, unfinished=folder / UNFINISHED)


def _member(archive: ZipFile, path: str) -> bytes | None:
    """The bytes of a file in a copy; None if it was gone when the copy was made."""
    try:
        return archive.read(f"{_ROOM}{path}")
    except KeyError:
        return None
