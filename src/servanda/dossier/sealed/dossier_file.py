"""What is inside a dossier, read from its bytes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from servanda.dossier.page.trail import Trail
from servanda.dossier.sealed.seal import check_seal
from servanda.dossier.sealed.trail_json import trail_from_json
from servanda.errors import DossierError

__all__ = ["SealedDossier", "read_dossier"]

_ELEMENT = '<script type="application/json" id="{}">([^<]*)</script>'


@dataclass(frozen=True, slots=True)
class SealedDossier:
    """A dossier whose seal holds."""

    page: str
    seal: str
    trail: Trail
    numbers: dict[str, Any]  # the assessment as the page's own JSON says it


def read_dossier(data: bytes) -> SealedDossier:
    """The dossier in a file's bytes. Raises DossierError with what is wrong with it."""
    seal = check_seal(data)
    try:
        page = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DossierError(f"it is no text in UTF-8 from byte {error.start} on") from error
    numbers, records = _element(page, "assessment"), _element(page, "records")
    try:
        trail = trail_from_json(records)
    except (ValueError, RecursionError) as error:
        raise DossierError(f"its records cannot be read: {_one_line(error)}") from error
    return SealedDossier(page, seal, trail, numbers)


def _element(page: str, name: str) -> dict[str, Any]:
    """The JSON object of one of the page's elements, which stands there once."""
    found = re.findall(_ELEMENT.format(name), page)
    if len(found) != 1:
        raise DossierError(f"it has {len(found)} elements #{name}, and one is wanted")
    try:
        value = json.loads(found[0])
    except (ValueError, RecursionError) as error:
        raise DossierError(f"its element #{name} is no JSON: {_one_line(error)}") from error
    if not isinstance(value, dict):
        raise DossierError(f"its element #{name} is no JSON object")
    return value


def _one_line(error: BaseException) -> str:
    """The first line of an error's words, and the second where a library says there what it is."""
    return ": ".join(" ".join(line.split()) for line in str(error).splitlines()[:3])
