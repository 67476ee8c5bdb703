"""Copies as ZIP files: what every copy has in common, written whole and read with care."""

from __future__ import annotations

import json
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from servanda.atomic_write import (
    hold_unfinished_file,
    is_written_through,
    output_error,
    put_in_place,
    sweep_unfinished_files,
)
from servanda.errors import ServandaError, SettingsError, SourceError
from servanda.records import canonical_json, sha256
from servanda.store.content_files import Files

__all__ = [
    "MANIFEST",
    "keep_members",
    "lines_of",
    "read_copy",
    "write_copy",
    "write_files",
    "write_lines",
]

MANIFEST = "servanda.json"
_ADVICE = "make the copy again, or take another one"
# Files that are kept at once while a copy is read in, to bound memory. [limit]
_BATCH = 16


@contextmanager
def write_copy(
    path: Path, manifest: dict[str, Any], may_replace: bool
) -> Iterator[zipfile.ZipFile]:
    """Write a copy that is whole or not there. Raises SettingsError, StoreFullError."""
    if is_written_through(path) or path.is_dir():
        raise SettingsError(f"{path}: is no file; name a file in a folder of yours")
    if path.exists() and not may_replace:
        raise SettingsError(f"{path}: is there already; name another file, or give --force")
    sweep_unfinished_files(path.parent)
    unfinished = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        unfinished.touch(mode=0o600, exist_ok=False)
        with (
            hold_unfinished_file(unfinished),
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            archive.writestr(MANIFEST, canonical_json(manifest) + "\n")
            yield archive
        put_in_place(unfinished, path)
    except OSError as error:
        if isinstance(error, ServandaError) or error.filename not in {None, str(unfinished)}:
            raise
        raise output_error(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def write_lines(archive: zipfile.ZipFile, name: str, values: Iterable[Any]) -> int:
    """Write values as JSON, one a line, and give their number."""
    number = 0
    with archive.open(name, "w", force_zip64=True) as lines:
        for value in values:
            lines.write((canonical_json(value) + "\n").encode("utf-8"))
            number += 1
    return number


def write_files(archive: zipfile.ZipFile, files: Files, digests: Iterable[str]) -> None:
    """Write kept files, each checked against its digest. Raises CustodyError."""
    for digest in digests:
        archive.writestr(f"{files.folder.name}/{digest}", files.read(digest))


@contextmanager
def read_copy(path: Path, schema: str) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """A copy and its manifest. Raises SourceError where it is none of this schema."""
    try:
        with zipfile.ZipFile(path) as archive:
            try:
                manifest = json.loads(archive.read(MANIFEST))
            except (KeyError, ValueError) as error:
                raise _none_error(path) from error
            if not isinstance(manifest, dict) or manifest.get("schema") != schema:
                raise _none_error(path)
            yield archive, manifest
    except FileNotFoundError as error:
        raise SourceError(str(path), "does not exist", "check the name") from error
    except IsADirectoryError as error:
        raise SourceError(str(path), "is a folder", "name the file of the copy") from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise SourceError(str(path), "is damaged or cut off", _ADVICE) from error


def _none_error(path: Path) -> SourceError:
    return SourceError(
        str(path),
        "is no such copy of Servanda",
        "name a file of `servanda backup` for restore, one of `servanda case export` for import",
    )


def lines_of(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    """The values of a member, one a line. Raises SourceError."""
    try:
        with archive.open(name) as lines:
            for line in lines:
                yield json.loads(line)
    except (KeyError, ValueError) as error:
        raise SourceError(f"{archive.filename} ({name})", "cannot be read", _ADVICE) from error


def keep_members(archive: zipfile.ZipFile, files: Files) -> int:
    """Keep the files of one room of a copy, durably, and give their number.

    Raises SourceError where one is not what its name says.
    """
    room = f"{files.folder.name}/"
    names = [name for name in archive.namelist() if name.startswith(room)]
    for start in range(0, len(names), _BATCH):
        batch = names[start : start + _BATCH]
        contents = [archive.read(name) for name in batch]
        for name, content in zip(batch, contents, strict=True):
            if name != room + sha256(content):
                raise SourceError(
                    f"{archive.filename} ({name})", "does not match its SHA-256", _ADVICE
                )
        files.keep(contents)
    files.settle(name.removeprefix(room) for name in names)
    return len(names)
