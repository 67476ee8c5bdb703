"""Files named by the SHA-256 of what they hold: written once, read-only, never touched again."""

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

_CHUNK_BYTES = 1 << 20
_WRITERS = 8  # threads; a file system syncs several files in hardly more time than one
_READ_ONLY = 0o444  # before the umask [definition]
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Files:
    """One folder of such files, `ab/cdef...` for the digest `abcdef...`."""

    folder: Path

    def path(self, digest: str) -> Path:
        """Where the file with this digest lies, or would lie.

        Raises NotFoundError for what is not a digest.
        """
        if not _DIGEST.fullmatch(digest):
            raise NotFoundError(f"{digest!r} is not a SHA-256; give 64 lower-case hex digits")
        return self.folder / digest[:2] / digest[2:]

    def keep(self, batch: Iterable[bytes]) -> tuple[str, ...]:
        """The digests under which the bytes now lie, whole; durable once `settle` has returned.

        Killed at any moment it leaves each file complete or absent; a leftover temporary file
        starts with a dot and counts for nothing. Raises OSError.
        """
        with ThreadPoolExecutor(_WRITERS) as writers:
            return tuple(writers.map(self._keep_one, batch))

    def settle(self, digests: Iterable[str]) -> None:
        """Sync the folders of these files, so that their names outlive a power cut too.

        Also for files that were there before: another process may have made them a moment ago.
        """
        folders = {self.path(digest).parent for digest in digests}
        if folders:
            with ThreadPoolExecutor(_WRITERS) as writers:
                for _ in writers.map(sync_folder, [*folders, self.folder, self.folder.parent]):
                    pass

    def _keep_one(self, data: bytes) -> str:
        digest = sha256(data)
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data, mode=_READ_ONLY, sync_name=False)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes, once they match the digest. Raises CustodyError and NotFoundError."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise self._missing_error(digest) from error
        if sha256(data) != digest:
            raise self._mismatch_error(digest)
        return data

    def check(self, digest: str) -> int:
        """The size in bytes of a file that matches its digest, however large it is.

        Raises CustodyError where it is missing or does not match.
        """
        seen, size = hashlib.sha256(), 0
        try:
            with self.path(digest).open("rb") as file:
                while chunk := file.read(_CHUNK_BYTES):
                    seen.update(chunk)
                    size += len(chunk)
        except FileNotFoundError as error:
            raise self._missing_error(digest) from error
        if seen.hexdigest() != digest:
            raise self._mismatch_error(digest)
        return size

    def _missing_error(self, digest: str) -> CustodyError:
        return CustodyError(f"{self.path(digest)} is missing; restore it from a backup")

    def _mismatch_error(self, digest: str) -> CustodyError:
        return CustodyError(
            f"{self.path(digest)} does not match its SHA-256; restore it from a backup"
        )
