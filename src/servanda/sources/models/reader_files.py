"""The files of the reader of statements: the tuned judge and the fitted numbers, checked and read.

`make reader` makes such files from `corpus/`. The judge is all-MiniLM-L6-v2 (Apache licence 2.0)
tuned on that corpus, which is our own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servanda.errors import SourceError
from servanda.records import sha256

__all__ = ["ReaderFiles", "read_reader_files", "read_reader_numbers", "reader_digest"]

FOLDER = Path(__file__).parent
NUMBERS = "statement-reader.json"
JUDGE = "statement-judge.onnx"


@dataclass(frozen=True, slots=True)
class ReaderFiles:
    """What the reader of statements is made of."""

    judge: bytes  # ONNX
    numbers: Mapping[str, Any]  # as `claims.statements.fitted` reads them
    digest: str  # of the numbers, which hold the judge's


def read_reader_files(folder: Path = FOLDER) -> ReaderFiles:
    """The reader's files. Raises SourceError where one is missing, cut or altered."""
    numbers = _read(folder / NUMBERS)
    judge = _read(folder / JUDGE)
    told: Mapping[str, Any] = json.loads(numbers)
    if sha256(judge) != told["judge_sha256"]:
        raise SourceError(
            str(folder / JUDGE),
            f"is not the judge that {NUMBERS} was fitted for: cut or altered",
            "install servanda again, or make both with `make reader`",
        )
    return ReaderFiles(judge, told, sha256(numbers))


def read_reader_numbers(folder: Path = FOLDER) -> Mapping[str, Any]:
    """The fitted numbers alone, for whoever needs no judge. Raises SourceError."""
    told: Mapping[str, Any] = json.loads(_read(folder / NUMBERS))
    return told


def reader_digest(folder: Path = FOLDER) -> str:
    """The digest that goes with what the reader says. Raises SourceError."""
    return sha256(_read(folder / NUMBERS))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            str(path), f"cannot be read ({error.strerror})", "install servanda again"
        ) from error
