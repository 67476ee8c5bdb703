"""Sentences that a person has labelled, from a file: docs/reference/reader-check-json.md.

JSON lines, one sentence and duty a line. Every line is checked before anything is reported, so that
all mistakes can be fixed at once. Further keys ("sure", "note") are for people and are passed over.
"""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servanda.errors import SourceError
from servanda.records import Document, Label, LabelledSentence
from servanda.sources.files.encodings import decode_text
from servanda.sources.files.limits import CASE_FILE_BYTES
from servanda.sources.files.paths import display_path, read_bytes
from servanda.sources.files.problems import UnreadableError, printable, raise_all, unreadable_error
from servanda.sources.files.suggestions import suggest
from servanda.sources.formats.located_json import strict_json

__all__ = ["LabelledFile", "labelled_sentences", "read_labelled_file"]

_SHAPE = '{"document": NAME, "sentence": TEXT, "duty": ID, "label": LABEL, "count": 10 or null}'
SENTENCE_CHARACTERS = 10_000  # a page and more; a sentence has some 200 [limit]
# A file of another kind is wrong on every line: saying so this often is enough. [limit]
MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """The lines of a file of labelled sentences, not yet set beside a case."""

    name: str
    lines: tuple[tuple[int, Mapping[str, Any]], ...]  # each with its number

    @property
    def case(self) -> str | None:
        """The case that all lines name, if they do."""
        named = {line.get("case") for _, line in self.lines if isinstance(line.get("case"), str)}
        return named.pop() if len(named) == 1 else None


class _FieldError(Exception):
    """What is wrong with a line, and what to write instead."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


def read_labelled_file(path: Path) -> LabelledFile:
    """The lines of a file. Raises InputError with one line for each thing wrong."""
    name = display_path(path)
    text = decode_text(read_bytes(path, name, CASE_FILE_BYTES), name)
    lines, errors = [], _Errors(name)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            lines.append((number, _object(line)))
        except _FieldError as error:
            if not errors.take(number, error):
                break
    errors.raise_any()
    if not lines:
        raise unreadable_error(name, 0, "holds no labelled sentence", f"write lines as {_SHAPE}")
    return LabelledFile(name, tuple(lines))


def labelled_sentences(
    file: LabelledFile, documents: Sequence[Document], duties: Collection[str]
) -> tuple[LabelledSentence, ...]:
    """The sentences of a file beside the documents and duties of a case, in the file's order.

    Raises InputError with one line for each thing wrong.
    """
    names = _Names(documents)
    found, errors = [], _Errors(file.name)
    for number, line in file.lines:
        try:
            found.append(_sentence(line, names, duties))
        except _FieldError as error:
            if not errors.take(number, error):
                break
    errors.raise_any()
    return tuple(found)


class _Errors:
    """What is wrong with a file, line by line."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._errors: list[UnreadableError] = []

    def take(self, line: int, error: _FieldError) -> bool:
        """Note what is wrong with a line; False if no more need be looked at."""
        self._errors.append(unreadable_error(self._file, line, error.message, error.advice))
        if len(self._errors) < MOST_ERRORS:
            return True
        advice = "mend the ones above first"
        self._errors.append(unreadable_error(self._file, line, "more lines were not read", advice))
        return False

    def raise_any(self) -> None:
        """Raise an InputError if anything was noted."""
        errors: list[SourceError] = list(self._errors)
        raise_all(errors)


class _Names:
    """What documents are called: by file name or id, with or without folder and ending."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._ids: dict[str, set[str]] = {}
        self.known: list[str] = []
        for document in documents:
            is_list = document.name.endswith(".jsonl")
            self.known.append(document.id if is_list else document.name)
            for name in (document.id,) if is_list else (document.id, document.name):
                for spelling in {name, _stem(name)}:
                    self._ids.setdefault(spelling, set()).add(document.id)

    def id_of(self, name: str) -> str:
        """The id of the document that is called so. Raises _FieldError."""
        ids = self._ids.get(name) or self._ids.get(_stem(name), set())
        if len(ids) == 1:
            return next(iter(ids))
        label = printable(name)
        if ids:
            several = ", ".join(printable(other) for other in sorted(ids))
            raise _FieldError(
                f"{label!r} is the name of several documents", f"write one of {several}"
            )
        raise _FieldError(f"no document {label!r} in the case", suggest(name, self.known))


def _stem(name: str) -> str:
    return os.path.splitext(os.path.basename(name))[0]


def _object(line: str) -> Mapping[str, Any]:
    try:
        value = strict_json(line)
    except ValueError as error:
        raise _FieldError(
            f"is not JSON ({printable(str(error))})", "write one whole JSON object a line"
        ) from error
    if not isinstance(value, dict):
        raise _FieldError("is not a JSON object", f"write {_SHAPE}")
    return value


def _sentence(line: Mapping[str, Any], names: _Names, duties: Collection[str]) -> LabelledSentence:
    document = names.id_of(_text(line, "document"))
    sentence, duty, label = (_text(line, key) for key in ("sentence", "duty", "label"))
    if len(sentence) > SENTENCE_CHARACTERS:
        raise _FieldError(
            f"'sentence' is longer than {SENTENCE_CHARACTERS} characters", "write one sentence"
        )
    if duty not in duties:
        raise _FieldError(f"no duty {printable(duty)!r} in the case", suggest(duty, duties))
    if label not in list(Label):
        raise _FieldError(f"{printable(label)!r} is no label", suggest(label, list(Label)))
    return LabelledSentence(document, sentence, duty, Label(label), _count(line))


def _text(line: Mapping[str, Any], key: str) -> str:
    value = line.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _FieldError(f"has no text {key!r}", f"write {_SHAPE}")
    return value


def _count(line: Mapping[str, Any]) -> float | None:
    value = line.get("count")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < math.inf:
        label = printable(str(value)) if isinstance(value, str) else type(value).__name__
        raise _FieldError(f"'count' is {label!r}, not a number", "write digits: 10, or null")
    try:
        return float(value)
    except OverflowError as error:
        raise _FieldError("'count' is too large a number", "write digits: 10, or null") from error
