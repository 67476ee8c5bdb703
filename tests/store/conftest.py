"""Every store test runs on SQLite and on PostgreSQL, each test in a schema of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from servanda.settings import Settings
from servanda.store import Store, open_store
from tests.store.examples import Ticks

BACKENDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@contextmanager
def own_schema(url: str) -> Iterator[str]:
    """The URL of an empty schema, gone afterwards."""
    name = sql.Identifier(f"test_{secrets.token_hex(8)}")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
        try:
            yield f"{url}?options=-csearch_path%3D{name.as_string().strip(chr(34))}"
        finally:
            connection.execute("SET client_min_messages = warning")
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(name))


@contextmanager
def own_settings(request: pytest.FixtureRequest, folder: Path) -> Iterator[Settings]:
    if request.param == "sqlite":
        yield Settings(folder / "data", None, "tester")
    else:
        with own_schema(request.getfixturevalue("postgres_url")) as url:
            yield Settings(folder / "data", url, "tester")


@pytest.fixture(params=BACKENDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a store that does not exist yet."""
    with own_settings(request, tmp_path) as settings:
        yield settings


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty store."""
    with open_store(settings, Ticks()) as store:
        yield store


@pytest.fixture(params=BACKENDS, scope="module")
def lasting_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """One store for all the examples of a property."""
    folder = tmp_path_factory.mktemp("lasting")
    with own_settings(request, folder) as settings, open_store(settings, Ticks()) as store:
        yield store


@pytest.fixture
def sqlite_settings(tmp_path: Path) -> Settings:
    """Settings of a store on SQLite, for what only a file can suffer."""
    return Settings(tmp_path / "data", None, "tester")


@pytest.fixture
def sql_on(store: Store) -> Callable[..., None]:
    """Run a statement behind the store's back."""

    def run(statement: str, *values: object) -> None:
        with store.database.connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run
