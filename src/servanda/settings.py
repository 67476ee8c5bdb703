"""What a user can set from outside, read once at the edge and passed down."""

from __future__ import annotations

import math
import os
import pwd
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from servanda.errors import SettingsError

__all__ = ["SETTINGS", "ReaderAddress", "Setting", "Settings", "login_name"]

LONGEST_WHO = 200  # characters; the width of the column in the custody log [limit]
# Longest wait that SERVANDA_READER_TIMEOUT may ask for. [judgement; not from outside]
LONGEST_WAIT_S = 3_600
# Wait for one answer of an outside reader. [judgement; SERVANDA_READER_TIMEOUT]
DEFAULT_WAIT_S = 120.0
# A host's name or an address, and a port: "stac.local", "127.0.0.1:8080", "[::1]:8080".
_HOST = re.compile(r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")


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
    Setting(
        "SERVANDA_READER_URL",
        "address of an outside reader for `--reader remote`, an OpenAI-compatible chat-completions "
        "interface: http://HOST:PORT/v1; the texts are sent there",
        "none: nothing is sent anywhere",
    ),
    Setting("SERVANDA_READER_MODEL", "name of the model to ask for there", "none"),
    Setting("SERVANDA_READER_KEY", "key that it asks for; never printed", "none"),
    Setting("SERVANDA_READER_TIMEOUT", "seconds to wait for one whole answer", "120"),
    Setting(
        "SERVANDA_TIMESTAMP_URLS",
        "addresses of timestamp authorities (RFC 3161) for `servanda custody timestamp`, with "
        "blanks between; only the head of the log is sent there",
        "none: nothing is sent anywhere",
    ),
    Setting(
        "SERVANDA_TIMESTAMP_CERTIFICATES",
        "file with their certificates in PEM, roots included; `servanda custody verify` checks "
        "against it too",
        "none: timestamps are checked against the certificates kept with them",
    ),
    Setting(
        "SERVANDA_ALLOW_HOSTS",
        "hosts of yours that pages, feeds, catalogues and redirects may lead to although they lie "
        "inside your network or on other ports than 80 and 443: HOST or HOST:PORT, with commas "
        "between them",
        "none: nothing inside is asked",
    ),
)


@dataclass(frozen=True, slots=True)
class ReaderAddress:
    """Where an outside reader of texts is, and how to ask it. Raises SettingsError if unusable."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = DEFAULT_WAIT_S  # for one whole answer

    def __post_init__(self) -> None:
        if not _is_plain_address(self.url):
            raise SettingsError(
                "SERVANDA_READER_URL is no plain address of http or https; write "
                "http://HOST:PORT/v1, and a key into SERVANDA_READER_KEY"
            )
        if self.key is not None and not _is_one_word(self.key):
            raise SettingsError(
                "SERVANDA_READER_KEY holds a blank or a character outside ASCII; "
                "copy it again, without quotes or line ends"
            )
        if not self.model.isprintable():
            raise SettingsError("SERVANDA_READER_MODEL cannot be printed; write one line")
        if not 0 < self.timeout_s <= LONGEST_WAIT_S:
            raise SettingsError(
                f"SERVANDA_READER_TIMEOUT must be a number of seconds up to {LONGEST_WAIT_S}; "
                "write for instance 120"
            )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one run; nothing else in Servanda reads the environment."""

    data: Path
    database_url: str | None = field(repr=False)  # may hold a password
    who: str
    reader: ReaderAddress | None = None  # an outside reader, asked only by `--reader remote`
    timestamp_urls: tuple[str, ...] = ()  # of timestamps, asked only by `custody timestamp`
    timestamp_certificates: Path | None = None
    allow_hosts: frozenset[str] = frozenset()  # "host" or "host:port", that may lie inside

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str], data: Path | None = None, user: str | None = None
    ) -> Settings:
        """Read the settings; what the caller passes overrides the environment.

        data: the folder given with `--data`
        user: name for the custody log if SERVANDA_WHO is not set; by default the login name
        Raises SettingsError with what to write instead.
        """
        folder = data or Path(_read_variable(environ, "SERVANDA_DATA") or "servanda-data")
        url = _read_variable(environ, "SERVANDA_DATABASE_URL")
        who = _read_variable(environ, "SERVANDA_WHO") or user or login_name()
        reader = _reader_address(environ)
        return cls(
            _check_folder(folder),
            None if url is None else _check_postgres_url(url),
            _check_who(who),
            reader,
            _authorities(environ),
            _certificates(environ),
            _allowed_hosts(environ),
        )


def login_name() -> str:
    """The name of the user that this process runs as, from the operating system."""
    user = os.getuid()
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # a container may run under a number without a name
        return f"user {user}"


def _read_variable(environ: Mapping[str, str], name: str) -> str | None:
    value = environ.get(name)
    if value is not None and not value.strip():
        raise SettingsError(f"{name} is empty; give it a value, or unset it")
    return value


def _reader_address(environ: Mapping[str, str]) -> ReaderAddress | None:
    url, model, key, wait = (
        _read_variable(environ, f"SERVANDA_READER_{name}")
        for name in ("URL", "MODEL", "KEY", "TIMEOUT")
    )
    if url is None:
        return None
    if model is None:
        raise SettingsError("SERVANDA_READER_MODEL is not set; name the model to ask for")
    try:
        seconds = DEFAULT_WAIT_S if wait is None else float(wait)
    except ValueError:
        seconds = math.nan  # refused below, with what to write
    return ReaderAddress(url.strip(), model.strip(), key.strip() if key else None, seconds)


def _authorities(environ: Mapping[str, str]) -> tuple[str, ...]:
    addresses = (_read_variable(environ, "SERVANDA_TIMESTAMP_URLS") or "").split()
    for address in addresses:
        if not _is_plain_address(address):
            raise SettingsError(
                "SERVANDA_TIMESTAMP_URLS holds what is no plain address of http or https; write "
                "http://HOST/PATH, with blanks between several"
            )
    return tuple(dict.fromkeys(addresses))


def _certificates(environ: Mapping[str, str]) -> Path | None:
    path = _read_variable(environ, "SERVANDA_TIMESTAMP_CERTIFICATES")
    return None if path is None else Path(path)


def _allowed_hosts(environ: Mapping[str, str]) -> frozenset[str]:
    """The hosts in SERVANDA_ALLOW_HOSTS, each as a host or a host with a port."""
    written = _read_variable(environ, "SERVANDA_ALLOW_HOSTS") or ""
    hosts = [host.strip().casefold() for host in written.split(",") if host.strip()]
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise SettingsError(
                f"SERVANDA_ALLOW_HOSTS has {host[:80]!r}, which is no host; write for instance "
                "stac.local:8080, 127.0.0.1"
            )
    return frozenset(host.replace("[", "").replace("]", "") for host in hosts)


def _is_plain_address(url: str) -> bool:
    """True of an http(s) URL on one line that holds no password."""
    try:
        parts = urlsplit(url)
        has_server = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is no number
        return False
    is_web = parts.scheme in {"http", "https"}
    return is_web and has_server and "@" not in parts.netloc and _is_one_word(url)


def _is_one_word(text: str) -> bool:
    """True if the text is printable ASCII without blanks, fit for a request header or URL."""
    return text.isascii() and text.isprintable() and " " not in text


def _check_folder(folder: Path) -> Path:
    if "\0" in str(folder):
        raise SettingsError("the data folder's name holds a NUL; name a folder such as ./data")
    return folder


def _check_postgres_url(url: str) -> str:
    """The URL, if it names a PostgreSQL database. The error message leaves the password out."""
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


def _check_who(who: str) -> str:
    if not who.isprintable() or len(who) > LONGEST_WHO:
        raise SettingsError(
            f"SERVANDA_WHO must be one line of at most {LONGEST_WHO} printable characters; "
            "write a name such as 'A. Analyst'"
        )
    return who.strip()
