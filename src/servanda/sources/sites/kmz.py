"""KML packed as KMZ, as map programs save it: a ZIP archive with one main file of KML."""

from __future__ import annotations

import io
import zipfile
import zlib

from servanda.sources.files.encodings import checked_text, decode_text
from servanda.sources.files.limits import CASE_FILE_BYTES, MEGABYTE
from servanda.sources.files.problems import unreadable_error

__all__ = ["is_packed", "kml_of_kmz"]

_ENCRYPTED = 0x1  # bit of a member's flags [definition; APPNOTE.TXT 4.4.4]


def is_packed(data: bytes) -> bool:
    """True if the bytes are those of a ZIP archive, whatever the file is called."""
    return data.startswith(b"PK\x03\x04")


def kml_of_kmz(data: bytes, file: str) -> str:
    """The text of the main file: the first of KML at the top (OGC 12-007r2, C.4), else anywhere.

    Raises UnreadableError. Runs inside the worker.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            listed = [each for each in packed.infolist() if each.filename.lower().endswith(".kml")]
            listed.sort(key=lambda each: "/" in each.filename)
            if not listed or listed[0].flag_bits & _ENCRYPTED:
                what = "holds a locked file" if listed else "holds no file of KML"
                raise unreadable_error(file, 0, what, "save the places as sites.kml")
            with packed.open(listed[0]) as member:
                text = member.read(CASE_FILE_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise unreadable_error(
            file, 0, f"is a damaged packed file ({error})", "save it again, or as sites.kml"
        ) from error
    if len(text) > CASE_FILE_BYTES:
        what = f"unpacks to more than {CASE_FILE_BYTES // MEGABYTE} MB"
        raise unreadable_error(file, 0, what, "split it")
    return checked_text(decode_text(text, file), file)
