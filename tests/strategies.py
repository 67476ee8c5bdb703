"""Hypothesis strategies for every record, made from the fields themselves.

A new record, or a new field, is covered the moment it is written. The values are arbitrary
within what a field's type and unit allow; a test that needs more sense builds its own.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from servanda import records
from servanda.records import DateRange, Document, DocumentWithOriginal, Reliability, sha256

T = TypeVar("T")

RECORD_KINDS: tuple[type[Any], ...] = tuple(
    kind
    for kind in (getattr(records, name) for name in sorted(records.__all__))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
)

# No NUL (PostgreSQL cannot hold it) and no half of a surrogate pair (UTF-8 cannot).
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
SHA256S = st.binary(max_size=4).map(sha256)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
MOMENTS = st.datetimes(timezones=st.just(UTC))
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    bytes: st.binary(max_size=20),
    bool: st.booleans(),
    int: st.integers(-(10**9), 10**9),
    float: NUMBERS,
    date: st.dates(),
    datetime: MOMENTS,
}
DIGEST_FIELDS = {"sha256", "digest", "previous", "hash"}


def records_of(kind: type[T]) -> st.SearchStrategy[T]:
    """Any record of this kind."""
    return st.deferred(lambda: _of(kind))


def date_ranges() -> st.SearchStrategy[DateRange]:
    """Any range, open or not, that does not end before it starts."""
    ends = st.tuples(st.none() | st.dates(), st.none() | st.dates())
    return st.builds(_in_order, ends, st.sampled_from(records.Precision))


def kept_documents(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[DocumentWithOriginal]:
    """A document with bytes that match its digest; `fields` of the document as given."""

    def with_bytes(document: Document, original: bytes) -> DocumentWithOriginal:
        return DocumentWithOriginal(
            dataclasses.replace(document, sha256=sha256(original)), original
        )

    documents = st.builds(Document, **(_fields(Document) | fields))
    return st.builds(with_bytes, documents, SIMPLE[bytes])


@cache
def _of(annotation: Any) -> st.SearchStrategy[Any]:
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    if annotation is DateRange:
        return date_ranges()
    if annotation is DocumentWithOriginal:
        return kept_documents()
    if annotation is Reliability:
        counts = st.floats(1e-6, 1e9)  # of a Beta distribution: above zero
        return st.builds(Reliability, counts, counts, TEXTS, TEXTS)
    if dataclasses.is_dataclass(annotation):
        return st.builds(annotation, **_fields(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    return _of_generic(get_origin(annotation), get_args(annotation))


def _of_generic(origin: Any, arguments: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin in (Union, types.UnionType):
        return st.one_of(*(st.none() if one is type(None) else _of(one) for one in arguments))
    if origin is tuple and arguments[1:] == (...,):
        return st.lists(_of(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(_of, arguments))
    if origin is Mapping:
        return st.dictionaries(*map(_of, arguments), max_size=2)
    raise TypeError(f"no strategy for {origin}{arguments}; add one to tests/strategies.py")


def _fields(kind: Any) -> dict[str, st.SearchStrategy[Any]]:
    hints = get_type_hints(kind)
    return {name: SHA256S if name in DIGEST_FIELDS else _of(hint) for name, hint in hints.items()}


def _in_order(ends: tuple[date | None, date | None], precision: records.Precision) -> DateRange:
    first, last = ends
    if first is not None and last is not None:
        first, last = sorted((first, last))
    return DateRange(first, last, precision)
