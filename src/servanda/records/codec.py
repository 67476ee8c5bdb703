"""Records to plain JSON values and back, one canonical text per record, and its digest.

`json_value` and `parse` are inverse on every record. The store and the `--format json` output both
use them, so every record is written in one way.

A field that a record got after others were kept is marked `LEFT_OUT_IF_EMPTY`: what was kept before
keeps its digest.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "LEFT_OUT_IF_EMPTY",
    "canonical_json",
    "digest",
    "json_value",
    "parse",
    "parse_json",
    "sha256",
]

T = TypeVar("T")

LEFT_OUT_IF_EMPTY = "left out if empty"  # in a field's metadata


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}  # building one costs as much as a thousand uses


def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # takes a fifth of a second; importing a record must not

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def json_value(record: object) -> Any:
    """The record as dicts, lists, strings, numbers, booleans and None."""
    value = _adapter(type(record)).dump_python(record, mode="json")
    if dataclasses.is_dataclass(record):
        for field in dataclasses.fields(record):
            if LEFT_OUT_IF_EMPTY in field.metadata and not value[field.name]:
                del value[field.name]
    return value


def parse(kind: type[T], value: object) -> T:
    """The record of this kind that a value of `json_value` stands for.

    Raises pydantic.ValidationError (a ValueError) where the value is not of that kind.
    """
    record: T = _adapter(kind).validate_python(value)
    return record


def parse_json(kind: type[T], text: str) -> T:
    """`parse` of the value that a JSON text stands for, in less time.

    Raises pydantic.ValidationError (a ValueError) where the text is not of that kind.
    """
    record: T = _adapter(kind).validate_json(text)
    return record


def canonical_json(value: object) -> str:
    """The JSON text of a value: keys sorted, no spaces, Unicode unescaped.

    value: what `json_value` gives, or any JSON value. Raises ValueError on NaN and infinity.
    """
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def sha256(data: bytes) -> str:
    """The SHA-256 of the bytes, as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def digest(record: object) -> str:
    """The SHA-256 of the record's canonical JSON in UTF-8."""
    return sha256(canonical_json(json_value(record)).encode("utf-8"))
