"""Making a store, opening it again, and two at once."""

import fcntl
import subprocess
import sys

import pytest

from servanda.errors import StoreBusyError, StoreError
from servanda.settings import Settings
from servanda.store import open_store
from tests.store.examples import Ticks, a_case, a_kept


def test_what_one_store_kept_the_next_one_finds(settings):
    with open_store(settings, Ticks()) as store:
        store.save_case(a_case(), {"case.yaml": b""}, [a_kept()])
        head = store.custody_head()
    with open_store(settings, Ticks()) as store:
        assert store.documents("korea-2018") == (a_kept().document,)
        assert store.custody_head() == head


def test_two_stores_in_one_process_know_nothing_of_each_other(settings, tmp_path):
    other = Settings(tmp_path / "other", None, "tester")
    with open_store(settings, Ticks()) as one, open_store(other, Ticks()) as two:
        one.save_case(a_case("one"), {}, [])
        two.save_case(a_case("two"), {}, [])
        assert [case.id for case in one.cases()] == ["one"]
        assert [case.id for case in two.cases()] == ["two"]


def test_a_relative_folder_stays_the_same_when_the_process_moves(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_store(Settings.from_environment({}), Ticks()) as store:
        monkeypatch.chdir("/")
        store.save_case(a_case(), {}, [a_kept()])
        assert store.verify().files == 2
    assert (tmp_path / "servanda-data" / "servanda.sqlite3").is_file()


def test_sqlite_is_set_for_durability(sqlite_settings):
    with (
        open_store(sqlite_settings, Ticks(), patience_s=3) as store,
        store.database.connection.cursor() as cursor,
    ):
        values = {}
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            cursor.execute(f"PRAGMA {name}")
            values[name] = cursor.fetchone()[0]
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 3000,
    }


def test_a_store_of_a_newer_servanda_is_left_alone(settings):
    with open_store(settings, Ticks()) as store, store.database.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('servanda_store', '9999_future', '2030-01-01 00:00:00')"
        )
    with pytest.raises(StoreError, match="was written by a newer Servanda; update this one"):
        open_store(settings, Ticks())


def test_a_store_of_an_older_servanda_loses_the_tables_that_nothing_wrote_to(settings):
    from django.core.management import call_command

    gone = {f"servanda_{name}" for name in ("assessment", "evidence", "lineage", "origin")}
    with open_store(settings, Ticks()) as store:
        store.save_case(a_case(), {}, [a_kept()])
        alias, connection = store.database.alias, store.database.connection
        call_command("migrate", "servanda_store", "0002", database=alias, verbosity=0)
        assert gone <= set(connection.introspection.table_names())
    with open_store(settings, Ticks()) as store:
        assert not gone & set(store.database.connection.introspection.table_names())
        assert store.verify().entries == 2


def test_two_that_open_one_folder_at_once_take_turns(settings):
    settings.data.mkdir()
    with (settings.data / "servanda.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreBusyError, match=r"another process is opening .*; try again"):
            open_store(settings, Ticks(), patience_s=0.1)
    open_store(settings, Ticks()).close()


def test_every_change_of_a_model_has_its_migration(store):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


ALONE = """
import sys
import servanda.store, servanda.settings
from django.conf import settings
assert not settings.configured and "servanda.store.tables.models" not in sys.modules
from servanda.store import Store
assert settings.configured
"""

IN_A_PROGRAM_OF_ITS_OWN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import django
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "servanda.store.tables"],
    USE_TZ=True,
)
django.setup()
from servanda.settings import Settings
from servanda.store import open_store
ours = Settings(Path(sys.argv[1]), None, "web")
with open_store(ours, lambda: datetime(2018, 1, 1, tzinfo=UTC)) as store:
    assert store.verify().entries == 0
"""


@pytest.mark.parametrize("program", [ALONE, IN_A_PROGRAM_OF_ITS_OWN], ids=["alone", "web"])
def test_django_is_set_up_by_opening_and_by_nothing_before(program, tmp_path, monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "somebody_elses.settings")
    command = [sys.executable, "-W", "error", "-c", program, str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_room_offers_nothing_else():
    import servanda.store

    assert all(getattr(servanda.store, name) for name in servanda.store.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'shelf'"):
        _ = servanda.store.shelf
