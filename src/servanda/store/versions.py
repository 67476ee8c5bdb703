"""Records to stored text and back, with the digest by which the log names them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from servanda.errors import CustodyError, InputError, NotFoundError, StoreError
from servanda.records import Document, canonical_json, json_value, parse, parse_json, sha256
from servanda.store.content_files import Files
from servanda.store.tables.models import VersionRow

__all__ = ["Version", "read_version", "refuse_unkeepable", "version_of"]


@dataclass(frozen=True, slots=True)
class Version:
    """A record as it will be stored."""

    record: Any
    digest: str  # of the whole record, as `servanda.records.digest` gives it
    body: str  # canonical JSON; of a document with `text_sha256` in place of its text

    @property
    def kind(self) -> str:
        """The name of the record's class."""
        return type(self.record).__name__


def version_of(record: object, subject: str) -> Version:
    """The record as it will be stored, checked before anything is written.

    subject: names the record in an error
    Raises InputError if it holds something that no database can store: NUL, half a surrogate
    pair, a number that is not finite.
    """
    value = json_value(record)
    for path, text in _strings(value, ""):
        refuse_unkeepable(text, f"{subject}: {path.lstrip('.')}")
    try:
        whole = canonical_json(value)
    except ValueError as error:
        raise InputError(f"{subject}: holds a number that is not finite; give a number") from error
    if isinstance(record, Document):
        value["text_sha256"] = sha256(value.pop("text").encode("utf-8"))
        return Version(record, sha256(whole.encode("utf-8")), canonical_json(value))
    return Version(record, sha256(whole.encode("utf-8")), whole)


def read_version(row: VersionRow, kind: type[Any], texts: Files) -> Any:
    """The record of this kind in a row, checked against its digest.

    Raises CustodyError if it does not match.
    """
    # A body whose digest is right is canonical; of a document the digest is with its text, so
    # that a body of it must be canonical as well.
    if row.kind == kind.__name__ and sha256(row.body.encode("utf-8")) == row.digest:
        return _parse_body(row, lambda: parse_json(kind, row.body))
    try:
        value = json.loads(row.body)
        if canonical_json(value) != row.body:
            raise ValueError("spelt otherwise")
        if kind is Document:
            value["text"] = texts.read(value.pop("text_sha256")).decode("utf-8")
        whole = canonical_json(value)
    except (ValueError, KeyError, TypeError, NotFoundError) as error:
        raise _mismatch_error(row) from error
    if row.kind != kind.__name__ or sha256(whole.encode("utf-8")) != row.digest:
        raise _mismatch_error(row)
    return _parse_body(row, lambda: parse(kind, value))


def _parse_body(row: VersionRow, parse_it: Callable[[], Any]) -> Any:
    try:
        return parse_it()
    except ValueError as error:
        raise StoreError(
            f"the kept {row.kind} {row.digest} is from another version of Servanda; update"
        ) from error


def _mismatch_error(row: VersionRow) -> CustodyError:
    return CustodyError(
        f"the kept {row.kind} {row.digest} does not match its digest; restore it from a backup"
    )


def _strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, f"{path}.{number}")


def refuse_unkeepable(text: str, where: str) -> None:
    """Raise InputError for a text that PostgreSQL or UTF-8 cannot hold; `where` names it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"{where} holds half a surrogate pair at character {error.start}; "
            "save the source as UTF-8"
        ) from error
    if "\0" in text:
        raise InputError(
            f"{where} holds a NUL at character {text.index(chr(0))}; take it out of the source"
        )
