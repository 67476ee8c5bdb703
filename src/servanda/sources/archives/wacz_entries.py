"""What a WACZ holds. Runs inside `extraction_worker`: archives can be hostile."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from typing import Any

__all__ = ["wacz_entries"]

_MOST_ENTRIES = 10_000  # of a WACZ [limit]
_LONGEST_LIST_BYTES = 20_000_000  # of its own lists, unpacked [limit]
_LOCAL_HEADER = 30  # bytes before the name of an entry in a ZIP [definition]


def wacz_entries(data: bytes) -> dict[str, Any]:
    """Where the WARCs lie in the file, which pages it lists, and what does not match its digests.

    Raises ValueError with two parts, what is wrong and what to do.
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ValueError(f"is no WACZ, or is cut off ({error})", "get it again") from error
    infos = packed.infolist()[:_MOST_ENTRIES]
    names = {info.filename for info in infos}
    if "datapackage.json" not in names:
        raise ValueError("is a ZIP and no WACZ: it has no datapackage.json", "give a WACZ")
    stated = _stated_digests(packed, names)
    warcs, wrong = [], []
    for info in infos:
        if not info.filename.startswith("archive/") or info.is_dir():
            continue
        start = _start_of(data, info)
        content = data[start : start + info.file_size]
        if info.compress_type != zipfile.ZIP_STORED:
            wrong.append([info.filename, "is compressed, which WACZ does not allow"])
        elif not _has_digest(content, stated.get(info.filename)):
            wrong.append([info.filename, "does not have the digest that the WACZ states for it"])
        else:
            warcs.append([info.filename, start, info.file_size])
    return {"warcs": warcs, "wrong": wrong, "pages": _pages(packed, names)}


def _start_of(data: bytes, info: zipfile.ZipInfo) -> int:
    """Where the bytes of an entry begin, behind its own header."""
    at = info.header_offset
    name, extra = struct.unpack("<HH", data[at + 26 : at + _LOCAL_HEADER])
    return int(at + _LOCAL_HEADER + name + extra)


def _stated_digests(packed: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    package = _json(_read(packed, "datapackage.json"))
    digests = {}
    for resource in package.get("resources", ()) if isinstance(package, dict) else ():
        if isinstance(resource, dict) and isinstance(resource.get("path"), str):
            digests[resource["path"]] = str(resource.get("hash", ""))
    return digests


def _has_digest(content: bytes, stated: str | None) -> bool:
    """True if the content has the digest; of one that is not stated or known, too."""
    kind, _, digest = (stated or "").partition(":")
    if kind not in ("sha256", "sha512", "sha1", "md5"):
        return True
    return hashlib.new(kind, content, usedforsecurity=False).hexdigest() == digest.lower()


def _pages(packed: zipfile.ZipFile, names: set[str]) -> list[str]:
    """The addresses that the WACZ lists as its pages; none where it lists none."""
    found = []
    for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
        for line in _read(packed, name).splitlines() if name in names else ():
            entry = _json(line)
            if isinstance(entry, dict) and isinstance(entry.get("url"), str):
                found.append(entry["url"])
    return found


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    try:
        with packed.open(name) as file:
            return file.read(_LONGEST_LIST_BYTES)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"has a damaged {name} ({error})", "get it again") from error


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
