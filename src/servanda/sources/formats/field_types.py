"""The types of fields in files that people write."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from servanda.records import (
    DateRange,
)
from servanda.sources.files.problems import HIDDEN
from servanda.sources.formats.publication_date import published_range
from servanda.sources.formats.written_days import advise_on_date

__all__ = [
    "ID_PATTERN",
    "LANGUAGE_PATTERN",
    "MAX_COUNT",
    "Count",
    "Day",
    "Days",
    "Entry",
    "Id",
    "Ids",
    "Language",
    "Line",
    "Lines",
    "Names",
    "OneOrMore",
    "PublicationDays",
    "Remark",
    "day_of",
    "field_error",
]


ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"


LANGUAGE_PATTERN = r"^[a-z]{2}$"


MAX_COUNT = 1_000_000  # beliefs are vectors over counts [limit]


def field_error(message: str, advice: str) -> PydanticCustomError:
    """The error of a validator of ours, with what to write instead."""
    return PydanticCustomError("servanda", "{message}", {"message": message, "advice": advice})


def _one_line(text: str) -> str:
    """Texts go into tables and logs: one line, nothing hidden in it."""
    text = re.sub(r"\s*[\r\n]\s*", " ", text)
    if HIDDEN.search(text):
        raise field_error("holds a character that cannot be seen", "delete it")
    return text


def day_of(value: object) -> date:
    """The day that a value writes out; raises what pydantic tells as a problem."""
    text = str(value)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise field_error(
                f"{text} is a day that no calendar has", "write a day that exists"
            ) from None
    raise field_error(f"{text[:40]!r} is not a day", "write it as YYYY-MM-DD")


def _days(value: object) -> DateRange:
    try:
        return published_range(str(value))
    except ValueError as error:
        raise field_error(str(error).split(";")[0], advise_on_date(str(value))) from None


def _publication(value: object) -> DateRange:
    days = _days(value)
    if days.end is None:
        raise field_error(
            f"{str(value)[:40]!r} has no end, so it is public by no day",
            "write the day by which it was public, or leave `published` out",
        )
    return days


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Id = Annotated[
    str,
    StringConstraints(pattern=ID_PATTERN),
    Field(description="letters a-z and A-Z, digits, '.', '_' and '-', at most 80"),
]


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000),
    AfterValidator(_one_line),
]


Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]


Remark = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=10_000), AfterValidator(_one_line)
]


Day = Annotated[date, BeforeValidator(day_of), WithJsonSchema({"type": "string", "format": "date"})]


Days = Annotated[
    DateRange,
    BeforeValidator(_days),
    WithJsonSchema(
        {"type": "string", "description": "YYYY-MM-DD, YYYY-MM, YYYY or FROM/TO; an open end is .."}
    ),
]


PublicationDays = Annotated[
    DateRange,
    BeforeValidator(_publication),
    WithJsonSchema(
        {"type": "string", "description": "YYYY-MM-DD, YYYY-MM, YYYY, FROM/TO or ../TO"}
    ),
]


Ids = tuple[Id, ...]


Lines = tuple[Line, ...]


Names = Annotated[tuple[Line, ...], Field(min_length=1)]


OneOrMore = Annotated[
    tuple[Id, ...],
    BeforeValidator(_as_list),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": ID_PATTERN},
                {
                    "type": "array",
                    "minItems": 1,
                    "items": {"type": "string", "pattern": ID_PATTERN},
                },
            ]
        }
    ),
]


Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]


class Entry(BaseModel):
    """A block of keys; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @classmethod
    def fields_by_key(cls) -> dict[str, FieldInfo]:
        """Its fields by the keys under which they are written: `from` is no name in Python."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}

    @model_validator(mode="before")
    @classmethod
    def _drop_empty_keys(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {k: v for k, v in value.items() if v is not None or k not in cls.fields_by_key()}
