"""What a user can set from outside, read once at the edge and passed down."""

from __future__ import annotations

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from servanda.errors import SettingsError

__all__ = ["SETTINGS", "Setting", "Settings", "login_name"]

LONGEST_WHO = 200  # characters; the column in the custody log


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable, for the reference page and `--help`."""

    name: str
    meaning: str
    default: str  # in words


SETTINGS = (
    Setting(
        "SERVANDA_DATA",
        "folder that holds the kept files and, unless a database is named, the database; "
        "`--data` goes before it",
        "./servanda-data",
    ),
    Setting(
        "SERVANDA_DATABASE_URL",
        "PostgreSQL database for the records: postgresql://USER:PASSWORD@HOST:PORT/NAME",
        "SQLite in the data folder",
    ),
    Setting(
        "SERVANDA_WHO",
        "name that the custody log gives to whoever adds or changes something",
        "the name you are logged in with",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """One set of settings; nothing else in Servanda looks at the environment."""

    data: Path
    database_url: str | None = field(repr=False)  # may hold a password
    who: str

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str], data: Path | None = None, user: str | None = None
    ) -> Settings:
        """Read the settings; what the caller passes goes before what the environment says.

        data: the folder given with `--data`
        user: for the custody log where SERVANDA_WHO is not set; by default the login name
        Raises SettingsError with what to write instead.
        """
        folder = data or Path(_given(environ, "SERVANDA_DATA") or "servanda-data")
        url = _given(environ, "SERVANDA_DATABASE_URL")
        who = _given(environ, "SERVANDA_WHO") or user or login_name()
        return cls(_folder(folder), None if url is None else _postgres(url), _name(who))


def login_name() -> str:
    """Whom the operating system says this process runs for."""
    user = os.getuid()
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # a container may run under a number without a name
        return f"user {user}"


def _given(environ: Mapping[str, str], name: str) -> str | None:
    value = environ.get(name)
    if value is not None and not value.strip():
        raise SettingsError(f"{name} is empty; give it a value, or unset it")
    return value


def _folder(folder: Path) -> Path:
    if "\0" in str(folder):
        raise SettingsError("the data folder's name holds a NUL; name a folder such as ./data")
    return folder


def _postgres(url: str) -> str:
    """The URL itself, once it names a PostgreSQL database. The message leaves the password out."""
    advice = "write postgresql://USER:PASSWORD@HOST:PORT/NAME, or unset it to use SQLite"
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"postgresql", "postgres"} and (parts.port or 0) >= 0
    except ValueError as error:  # a port that is no number, a bracket left open
        raise SettingsError(f"SERVANDA_DATABASE_URL cannot be read; {advice}") from error
    if not known:
        raise SettingsError(f"SERVANDA_DATABASE_URL is not a PostgreSQL address; {advice}")
    if not parts.path.strip("/"):
        raise SettingsError(f"SERVANDA_DATABASE_URL names no database; {advice}")
    return url


def _name(who: str) -> str:
    if not who.isprintable() or len(who) > LONGEST_WHO:
        raise SettingsError(
            f"SERVANDA_WHO must be one line of at most {LONGEST_WHO} printable characters; "
            "write a name such as 'A. Analyst'"
        )
    return who.strip()
