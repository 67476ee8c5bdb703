"""Files named by the SHA-256 of their content: written once, read-only, never changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from servanda.atomic_write import sync_folder, write_atomically
from servanda.errors import CustodyError, NotFoundError
from servanda.records import sha256
from servanda.store.private_files import make_private_folder, open_plain_file, writing_to

__all__ = ["UNFINISHED", "Files"]

_CHUNK_BYTES = 1 << 20  # read at a time, to bound memory [limit]
# Threads that write; syncing several files at once takes hardly longer than syncing one.
# [judgement; not from outside]
_WRITERS = 8
_READ_ONLY = 0o400  # permissions before the umask: nobody may write, no other read [definition]
UNFINISHED = "incoming"  # beside the folders of files: what is being written; swept at opening
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

        If the process is killed, each file is complete or absent; what it was writing is left in
        a folder of its own and swept when the store is next opened. Raises OSError.
        """
        with writing_to(self._unfinished_folder), ThreadPoolExecutor(_WRITERS) as writers:
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
            make_private_folder(path.parent)
            write_atomically(
                path, data, mode=_READ_ONLY, sync_name=False, unfinished=self._unfinished_folder
            )
        return digest

    @property
    def _unfinished_folder(self) -> Path:
        return self.folder.parent / UNFINISHED

    def read(self, digest: str) -> bytes:
        """The bytes with this digest, checked. Raises CustodyError and NotFoundError."""
        try:
            with open_plain_file(self.path(digest)) as file:
                data = file.read()
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
            with open_plain_file(self.path(digest)) as file:
                while chunk := file.read(_CHUNK_BYTES):
                    content.update(chunk)
                    size += len(chunk)
        except FileNotFoundError as error:
            raise self._missing_error(digest) from error
        if content.hexdigest() != digest:
            raise self._mismatch_error(digest)
        return size

    def digests(self) -> Iterator[str]:
        """The digest of every file that is here."""
        return (digest for _, digest in self.strays(()) if digest is not None)

    def strays(self, known: Collection[str]) -> Iterator[tuple[Path, str | None]]:
        """What lies in the folder besides the files with these digests, in order.

        With each its digest if it is a file in the place of one, else None.
        """
        for path in sorted(self.folder.rglob("*")):
            digest = path.parent.name + path.name
            is_file = path.is_file() and not path.is_symlink()
            in_place = len(path.relative_to(self.folder).parts) == 2 and _DIGEST.fullmatch(digest)
            if is_file and in_place and digest not in known:
                yield path, digest
            elif not in_place and not (path.is_dir() and not path.is_symlink()):
                yield path, None

    def _missing_error(self, digest: str) -> CustodyError:
        return CustodyError(f"{self.path(digest)} is missing; restore it from a backup")

    def _mismatch_error(self, digest: str) -> CustodyError:
        return CustodyError(
            f"{self.path(digest)} does not match its SHA-256; restore it from a backup"
        )
