"""A dossier with the kept files, as one ZIP."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Collection, Iterable
from typing import BinaryIO

from servanda.errors import DossierError

__all__ = ["PAGE", "archived_page", "check_kept_files", "write_archive"]

PAGE = "dossier.html"
_KEPT = "kept/"
_PIECE = 1 << 20  # bytes read at a time [limit]
# Bytes of one kept file; none that `add` takes has as many. [limit]
_LARGEST_FILE = 2_000_000_000


def write_archive(file: BinaryIO, page: str, kept: Iterable[tuple[str, bytes]]) -> None:
    """Write the page, then each kept file under its digest; equal input gives equal bytes."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(PAGE), page.encode("utf-8"), zipfile.ZIP_DEFLATED)
        for digest, data in kept:
            archive.writestr(_entry(_KEPT + digest), data, zipfile.ZIP_DEFLATED)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without a time: when it was packed says nothing."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o644 << 16
    return entry


def archived_page(file: BinaryIO, largest: int) -> bytes:
    """The page, or its first `largest` bytes and one more. Raises DossierError."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(PAGE) as page:
            return page.read(largest + 1)
    except KeyError as error:
        raise DossierError(f"it is a ZIP without a {PAGE}: no dossier of Servanda") from error
    except (OSError, RuntimeError, ValueError, zipfile.BadZipFile) as error:
        raise DossierError(f"its {PAGE} cannot be unpacked: {error}") from error


def check_kept_files(file: BinaryIO, digests: Collection[str]) -> None:
    """Check that every document's file is there, whole, and no other. Raises DossierError."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            wanted = sorted([PAGE, *(_KEPT + digest for digest in digests)])
            if missing := sorted(set(wanted) - set(names)):
                raise DossierError(f"kept files: {missing[0]} is missing")
            if sorted(names) != wanted:
                raise DossierError("kept files: it holds one that no document names, or one twice")
            for digest in sorted(digests):
                if _digest_in(archive, _KEPT + digest) != digest:
                    raise DossierError(f"kept files: {_KEPT}{digest} has other bytes")
    except (OSError, RuntimeError, zipfile.BadZipFile) as error:
        raise DossierError(f"kept files: they cannot be unpacked: {error}") from error


def _digest_in(archive: zipfile.ZipFile, name: str) -> str:
    found, length = hashlib.sha256(), 0
    with archive.open(name) as kept:
        while piece := kept.read(_PIECE):
            found.update(piece)
            length += len(piece)
            if length > _LARGEST_FILE:
                raise DossierError(f"kept files: {name} has more than {_LARGEST_FILE:,} bytes")
    return found.hexdigest()
