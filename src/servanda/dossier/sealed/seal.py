"""The seal of a dossier: a digest of every byte of the file but its own."""

from __future__ import annotations

import re

from servanda.errors import DossierError
from servanda.records import sha256

__all__ = ["UNSEALED", "check_seal", "seal_page"]

UNSEALED = "sha256-" + "0" * 64  # stands where the seal goes

_PLACE = re.compile(rb'<meta name="servanda-seal" content="(sha256-[0-9a-f]{64})">')
# A seal stands in the head of the file; further on the same words are somebody's text. [layout]
_HEAD = 2_000


def seal_page(page: str) -> str:
    """The page with its digest in the place of `UNSEALED`."""
    return page.replace(UNSEALED, _seal(page.encode("utf-8")), 1)


def check_seal(data: bytes) -> str:
    """The seal of a file, which holds. Raises DossierError where it is missing or does not."""
    found = _PLACE.search(data, 0, _HEAD)
    if found is None:
        raise DossierError("it has no seal: it is no dossier of Servanda, or an older one, or cut")
    start, end = found.span(1)
    stated = found[1].decode("ascii")
    if _seal(data[:start] + UNSEALED.encode("ascii") + data[end:]) != stated:
        raise DossierError("its bytes are not those that were sealed: it was changed or cut")
    return stated


def _seal(data: bytes) -> str:
    return f"sha256-{sha256(data)}"
