"""The fitted judge of text reuse, and the common table of stems, as they lie beside this file.

Both are made by `make origins-model` from `corpus/reading`, which is our own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from servanda.errors import SourceError

__all__ = ["read_common_stems", "read_reuse_tables"]

FOLDER = Path(__file__).parent
TABLES, STEMS = "reuse-verifier.json", "common-stems.tsv"


def read_reuse_tables(folder: Path = FOLDER) -> Mapping[str, Any]:
    """The two looks, as `origins.reuse.boosted_tables` takes them. Raises SourceError."""
    tables: Mapping[str, Any] = json.loads(_text_of(folder / TABLES))
    return tables


def read_common_stems(folder: Path = FOLDER) -> dict[str, float]:
    """The share of sentences of English that have a stem. Raises SourceError."""
    rows = (line.split("\t") for line in _text_of(folder / STEMS).splitlines())
    return {stem: float(share) for stem, share in rows}


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(
            str(path), f"cannot be read ({error.strerror})", "install servanda again"
        ) from error
