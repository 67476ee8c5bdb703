"""Settings: what goes before what, and what is refused."""

import dataclasses
import os
from pathlib import Path

import pytest

from servanda.errors import SettingsError
from servanda.settings import SETTINGS, ReaderAddress, Settings, login_name


def test_without_anything_set_the_data_lies_here_on_sqlite():
    settings = Settings.from_environment({}, user="ana")
    assert settings == Settings(Path("servanda-data"), None, "ana")


def test_the_environment_is_read():
    url = "postgresql://ana:secret@db.example:5432/servanda"
    environ = {"SERVANDA_DATA": "/srv/s", "SERVANDA_DATABASE_URL": url, "SERVANDA_WHO": " Ana "}
    settings = Settings.from_environment(environ, user="nobody")
    assert settings == Settings(Path("/srv/s"), url, "Ana")
    assert "secret" not in repr(settings)


def test_the_command_line_goes_before_the_environment():
    settings = Settings.from_environment({"SERVANDA_DATA": "/srv/s"}, Path("here"), "ana")
    assert settings.data == Path("here")


def test_the_login_name_is_asked_of_the_system(monkeypatch):
    assert Settings.from_environment({}).who == login_name() != ""
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    assert login_name() == "user 4000000"


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_an_empty_value_is_refused_by_name(name):
    with pytest.raises(SettingsError, match=f"{name} is empty; give it a value, or unset it"):
        Settings.from_environment({name: " "}, user="ana")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://ana:secret@db/servanda", "is not a PostgreSQL address; write postgresql://"),
        ("servanda", "is not a PostgreSQL address"),
        ("postgresql://ana:secret@db", "names no database"),
        ("postgresql://ana:secret@db:port/servanda", "cannot be read"),
        ("postgresql://ana:secret@[::1/servanda", "cannot be read"),
    ],
)
def test_an_address_of_no_database_is_refused_without_its_password(url, message):
    with pytest.raises(SettingsError, match=message) as caught:
        Settings.from_environment({"SERVANDA_DATABASE_URL": url}, user="ana")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("who", ["two\nlines", "bell\a", "x" * 201, "half \ud800"])
def test_a_name_the_log_cannot_hold_is_refused(who):
    with pytest.raises(SettingsError, match="SERVANDA_WHO must be one line"):
        Settings.from_environment({"SERVANDA_WHO": who})


def test_a_folder_with_a_nul_is_refused():
    with pytest.raises(SettingsError, match="NUL"):
        Settings.from_environment({"SERVANDA_DATA": "a\0b"}, user="ana")


def test_every_field_has_its_line_in_the_table():
    fields = {f"SERVANDA_{field.name.upper()}" for field in dataclasses.fields(Settings)}
    parts = {"URL", "MODEL", "KEY", "TIMEOUT"}
    assert len(parts) == len(dataclasses.fields(ReaderAddress))
    named = fields - {"SERVANDA_READER"} | {f"SERVANDA_READER_{part}" for part in parts}
    assert {setting.name for setting in SETTINGS} == named
    assert all(setting.meaning and setting.default for setting in SETTINGS)


def test_hosts_of_the_user_are_read_one_by_one() -> None:
    def read(written: str) -> frozenset[str]:
        return Settings.from_environment({"SERVANDA_ALLOW_HOSTS": written}).allow_hosts

    assert Settings.from_environment({}).allow_hosts == frozenset()
    assert read(" Stac.local:8080, 127.0.0.1,[::1] ") == {"stac.local:8080", "127.0.0.1", "::1"}
    for bad in ("http://stac.local", "a b", "*", "a@b", "a/b"):
        with pytest.raises(SettingsError, match="which is no host"):
            read(bad)
