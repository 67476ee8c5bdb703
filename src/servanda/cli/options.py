"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from servanda.errors import SettingsError
from servanda.records.choices import JudgeChoice, ReaderChoice
from servanda.settings import Settings

__all__ = [
    "AsOf",
    "CaseName",
    "Data",
    "FormatOption",
    "JudgeOption",
    "On",
    "OutputFormat",
    "ReaderOption",
    "Simulated",
    "Sources",
    "day_of",
    "now",
    "settings_of",
    "time_of",
    "today",
]


class OutputFormat(StrEnum):
    """The format in which a command prints its result."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


CaseName = Annotated[
    str, typer.Argument(metavar="CASE", help="A case folder, or the id of a case already loaded.")
]
Sources = Annotated[
    list[Path],
    typer.Argument(
        metavar="SOURCE...",
        help="Files and folders: .txt, .md, .html, .pdf; .jsonl, .csv or .xlsx lists.",
        readable=False,
    ),
]
FormatOption = Annotated[OutputFormat, typer.Option("--format", help="How to print the result.")]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Data folder; default SERVANDA_DATA, else ./servanda-data.", readable=False
    ),
]
ReaderOption = Annotated[
    ReaderChoice,
    typer.Option(
        "--reader",
        help="Who reads the texts: the best here, the language model, patterns alone, or the "
        "outside reader of SERVANDA_READER_URL (the texts are sent there).",
    ),
]
JudgeOption = Annotated[
    JudgeChoice,
    typer.Option(
        "--reader",
        help="Who judges what sentences say of duties: the models here, or the outside reader of "
        "SERVANDA_READER_URL (clauses and sentences are sent there).",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY", help="Use only what was public by this day; default today."
    ),
]
Simulated = Annotated[
    bool,
    typer.Option("--simulated", help="Count simulated observations, too; everything says so."),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DAY", help="The day asked about; default --as-of.")
]


def now() -> datetime:
    """The present moment in UTC; the only place where the command line reads a clock."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in UTC."""
    return now().date()


def time_of(text: str | None, option: str) -> datetime | None:
    """The moment that an option names, in UTC. Raises SettingsError with what to write instead."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{option} {text}: not a time; write 2018-12-31T12:00Z") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def day_of(text: str | None, default: date, option: str) -> date:
    """The day that an option names. Raises SettingsError with what to write instead."""
    if text is None:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{option} {text}: not a day; write YYYY-MM-DD") from error


def settings_of(data: Path | None) -> Settings:
    """The settings of the environment; a data folder from the command line overrides theirs."""
    return Settings.from_environment(os.environ, data)
