"""The text of a file inside a case folder; what leads out of the folder is refused."""

from __future__ import annotations

from pathlib import Path

from servanda.sources.files.encodings import checked_text, decode_text
from servanda.sources.files.limits import CASE_FILE_BYTES
from servanda.sources.files.paths import read_bytes, stays_in
from servanda.sources.files.problems import unreadable_error

__all__ = ["read_case_text", "refuse_link_out"]


def read_case_text(folder: Path, name: str, files: dict[str, bytes]) -> str:
    """The text of the file, its bytes put into `files`; raises UnreadableError."""
    refuse_link_out(folder, name)
    files[name] = read_bytes(folder / name, name, CASE_FILE_BYTES)
    return checked_text(decode_text(files[name], name), name)


def refuse_link_out(folder: Path, name: str) -> None:
    """Raise UnreadableError if a file of the case is a link to a place outside the case.

    A case from a stranger must not pull in files of ours.
    """
    if (folder / name).is_symlink() and not stays_in(folder / name, folder):
        raise unreadable_error(
            name, 0, "is a link to a place outside the case", "put a copy in its place"
        )
