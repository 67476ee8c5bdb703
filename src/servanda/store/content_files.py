"""Files named by the SHA-256 of their content: written once, read-only, never changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from servanda.atomic_write import sync_folder, write_atomically
from servanda.errors import CustodyError, NotFoundError
from servanda.records import sha256

__all__ = ["Files"]

_CHUNK_BYTES = 1 << 20  # read at a time, to bound memory [limit]
# Threads that write; syncing several files at once takes hardly longer than syncing one.
# [judgement; not from outside]
_WRITERS = 8
_READ_ONLY = 0o444  # permissions before the umask: nobody may write [definition]
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Files:
    """A folder of content files: `ab/cdef...` holds the bytes with the digest `abcdef...`."""

    folder: Path

    def path(self, digest: str) -> Path:
        """The path of the file with this digest, existing or not.

        Raises NotFoundError if the text is not a digest.
        """
        if not _DIGEST.fullmatch(digest):
            raise NotFoundError(f"{digest!r} is not a SHA-256; give 64 lower-case hex digits")
        return self.folder / digest[:2] / digest[2:]

    def keep(self, batch: Iterable[bytes]) -> tuple[str, ...]:
        """Write each piece of data to its file and give the digests; durable after `settle`.

        If the process is killed, each file is complete or absent; a leftover temporary file
        starts with a dot and is never read. Raises OSError.
        """
        with ThreadPoolExecutor(_WRITERS) as writers:
            return tuple(writers.map(self._keep_bytes, batch))

    def settle(self, digests: Iterable[str]) -> None:
        """Sync the folders of these files, so that their names survive a power cut.

        Needed for existing files too: another process may have made them a moment ago.
        """
        folders = {self.path(digest).parent for digest in digests}
        if folders:
            with ThreadPoolExecutor(_WRITERS) as writers:
                for _ in writers.map(sync_folder, [*folders, self.folder, self.folder.parent]):
                    pass

    def _keep_bytes(self, data: bytes) -> str:
        digest = sha256(data)
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data, mode=_READ_ONLY, sync_name=False)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes with this digest, checked. Raises CustodyError and NotFoundError."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise self._missing_error(digest) from error
        if sha256(data) != digest:
            raise self._mismatch_error(digest)
        return data

    def check(self, digest: str) -> int:
        """Check a file against its digest, in bounded memory, and give its size in bytes.

        Raises CustodyError where it is missing or does not match.
        """
        content, size = hashlib.sha256(), 0
        try:
            with self.path(digest).open("rb") as file:
                while chunk := file.read(_CHUNK_BYTES):
                    content.update(chunk)
                    size += len(chunk)
        except FileNotFoundError as error:
            raise self._missing_error(digest) from error
        if content.hexdigest() != digest:
            raise self._mismatch_error(digest)
        return size

    def _missing_error(self, digest: str) -> CustodyError:
        return CustodyError(f"{self.path(digest)} is missing; restore it from a backup")

    def _mismatch_error(self, digest: str) -> CustodyError:
        return CustodyError(
            f"{self.path(digest)} does not match its SHA-256; restore it from a backup"
        )
