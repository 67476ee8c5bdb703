"""Records that many lists share, each written once; a list names them by ranges of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from servanda.records import canonical_json, json_value, parse

__all__ = ["Pool", "PooledRecords", "Ranges"]

T = TypeVar("T")

# Records in one list that is read back: a few characters may name a whole pool again. [limit]
MOST_LISTED = 1_000_000

Ranges = list[int | list[int]]  # 7 is the seventh; [3, 9] is the third to the ninth, both counted


class Pool(Generic[T]):
    """Records as they are met, each once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._of_record: dict[int, tuple[T, int]] = {}  # by identity; the record is held, so is it
        self.values: list[Any] = []

    def number(self, record: T) -> int:
        """The record's number in `values`, where it is written on its first coming."""
        known = self._of_record.get(id(record))
        if known is not None:
            return known[1]
        value = json_value(record)
        number = self._numbers.setdefault(canonical_json(value), len(self.values))
        if number == len(self.values):
            self.values.append(value)
        self._of_record[id(record)] = (record, number)
        return number

    def ranges(self, records: Iterable[T]) -> Ranges:
        """The numbers of the records in order; what follows one another is one range."""
        runs: list[list[int]] = []
        for number in map(self.number, records):
            if runs and runs[-1][1] + 1 == number:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        return [first if first == last else [first, last] for first, last in runs]


class PooledRecords(Generic[T]):
    """The records of a pool that was read back."""

    def __init__(self, kind: type[T], values: Sequence[Any]) -> None:
        """Raises ValueError where a value is no record of this kind."""
        self._records = [parse(kind, value) for value in values]

    def record(self, number: object) -> T:
        """One record by its number. Raises ValueError where there is none."""
        if isinstance(number, bool) or not isinstance(number, int):
            raise ValueError(f"{number!r} is not the number of a record")
        if not 0 <= number < len(self._records):
            raise ValueError(f"there is no record {number}")
        return self._records[number]

    def in_ranges(self, ranges: object) -> tuple[T, ...]:
        """The records of ranges, in their order. Raises ValueError where one is missing."""
        if not isinstance(ranges, list):
            raise ValueError("a list of records is missing")
        found: list[T] = []
        for part in ranges:
            first, last = part if isinstance(part, list) and len(part) == 2 else (part, part)
            for number in (first, last):
                self.record(number)
            found += self._records[first : last + 1]
            if len(found) > MOST_LISTED:
                raise ValueError(f"a list has more than {MOST_LISTED:,} records")
        return tuple(found)

    def by_key(self, numbers: object) -> Mapping[str, T]:
        """Records by the keys that name them. Raises ValueError."""
        if not isinstance(numbers, dict):
            raise ValueError("a table of records is missing")
        return {key: self.record(number) for key, number in numbers.items()}
