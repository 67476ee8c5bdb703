"""No room, no right, no database: one clear line each, and nothing half-kept."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import django.db
import psycopg
import pytest

from servanda.errors import CustodyError, StoreBusyError, StoreError, StoreFullError
from servanda.records import Scene, sha256
from servanda.settings import Settings
from servanda.store import open_store
from servanda.store.database_errors import translate_errors
from tests.store.examples import Ticks, a_case, a_kept, a_scene

NOBODY = 65534
BLOCK = 4096  # bytes
PLENTY = "A post is gone. " * 200_000  # 3 MB


def no_room(*_: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def mounted(folder: Path) -> bool:
    """Whether a disk of 8 MB is now at the folder; only root may do that, and not everywhere."""
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if shutil.which("mount") is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def fill_up(disk: Path) -> Path:
    """A file that leaves one block of the disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(BLOCK)) == BLOCK:
            pass
    os.truncate(filler, filler.stat().st_size - BLOCK)
    return filler


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 8 MB where we may make one; else an ordinary folder."""
    folder = tmp_path / "disk"
    folder.mkdir()
    real = mounted(folder)
    yield folder
    if real:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def fill(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Callable[[], None]]:
    """Leave room for one block; gives what makes room again."""

    def filled() -> Callable[[], None]:
        if not small_disk.is_mount():
            patch = monkeypatch.context()
            patch.__enter__().setattr(os, "write", no_room)
            return lambda: patch.__exit__(None, None, None)
        return fill_up(small_disk).unlink

    return filled


def test_a_full_disk_keeps_nothing_of_the_act_and_all_from_before(small_disk, fill):
    settings = Settings(small_disk / "data", None, "tester")
    with open_store(settings, Ticks()) as store:
        store.save_case(a_case(), {}, [a_kept("n-1")])
        before = store.custody_head()
        make_room = fill()
        with pytest.raises(StoreFullError, match=r"no room left for .*free some space"):
            store.keep(a_kept("n-2", PLENTY), "korea-2018")
        assert store.custody_head() == before
        assert [document.id for document in store.documents("korea-2018")] == ["n-1"]
        assert store.verify().entries == 2
        make_room()
        store.keep(a_kept("n-2", "Nine."), "korea-2018")
        assert store.verify().entries == 3
        assert not list(store.folder.rglob(".*"))


@pytest.mark.parametrize("pages_left", [0, 1, 2, 5])
def test_a_database_without_room_keeps_nothing_of_the_act(sqlite_settings, pages_left):
    with open_store(sqlite_settings, Ticks()) as store:
        store.save_case(a_case(), {}, [])
        before = store.custody_head()
        with store.database.connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + pages_left}")
        with pytest.raises(StoreFullError, match="no room left"):
            store.save_all([a_scene(f"s-{n}", "x" * 500) for n in range(100)], "korea-2018")
        assert store.custody_head() == before
        assert store.load_all(Scene, "korea-2018") == ()
        store.verify()


def test_no_room_for_the_evidence_file_leaves_no_row(store, monkeypatch):
    store.save_case(a_case(), {}, [])
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", no_room)
        with pytest.raises(StoreFullError, match="nothing of this act was kept"):
            store.keep(a_kept(), "korea-2018")
    assert store.documents("korea-2018") == ()
    assert store.verify().entries == 1


def test_a_transaction_that_fails_leaves_at_most_whole_files(store, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("servanda.store.custody.append", fail)
        with pytest.raises(StoreError, match="input/output error"):
            store.save_case(a_case(), {}, [a_kept()])
    assert store.cases() == ()
    # Evidence beside an empty log may as well be a lost database: it is said until the act is done.
    with pytest.raises(CustodyError, match=r"the log is empty, but .*if the first act was stopped"):
        store.verify()
    assert store.original(a_kept().document.sha256) == a_kept().original
    assert store.save_case(a_case(), {}, [a_kept()])
    assert store.verify().remarks == ()


def test_an_error_of_the_caller_passes_through_unchanged(store):
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    store.save_case(a_case(), {}, [])
    with pytest.raises(KeyboardInterrupt):
        store.verify(stop)
    store.save_case(a_case(title="Still usable"), {}, [])


def test_a_clock_without_a_zone_is_our_own_mistake(settings):
    with (
        open_store(settings, lambda: Ticks()().replace(tzinfo=None)) as store,
        pytest.raises(ValueError, match="aware times"),
    ):
        store.save_case(a_case(), {}, [])


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path):
    path = tmp_path / "data"
    path.write_text("")
    with pytest.raises(StoreError, match=r"/data is a file, not a folder; give a folder"):
        open_store(Settings(path, None, "tester"), Ticks())
    with pytest.raises(StoreError, match=r"not a directory.*--data"):
        open_store(Settings(path / "deeper", None, "tester"), Ticks())


def test_a_folder_that_we_may_not_write_to_is_named(tmp_path):
    data = tmp_path / "data"
    data.mkdir(mode=0o500)
    was = os.geteuid()
    if was == 0:  # root may write anywhere
        os.seteuid(NOBODY)
    try:
        with pytest.raises(StoreError, match=r"/data: permission denied.*--data"):
            open_store(Settings(data, None, "tester"), Ticks())
    finally:
        os.seteuid(was)


def test_a_file_that_is_no_database_is_named(sqlite_settings):
    sqlite_settings.data.mkdir()
    (sqlite_settings.data / "servanda.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="damaged or not a database; restore it from a backup"):
        open_store(sqlite_settings, Ticks())


def test_a_folder_in_the_place_of_the_database_is_named(sqlite_settings):
    (sqlite_settings.data / "servanda.sqlite3").mkdir(parents=True)
    with pytest.raises(StoreError, match="unable to open database file; check that you can"):
        open_store(sqlite_settings, Ticks())


def test_a_damaged_database_is_named_when_it_is_read(sqlite_settings):
    with open_store(sqlite_settings, Ticks()) as store:
        store.save_case(a_case(), {}, [])
    path = sqlite_settings.data / "servanda.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    with pytest.raises(StoreError, match="damaged"):
        open_store(sqlite_settings, Ticks())


UNREACHABLE = {
    "no such database": ({"path": "/nowhere"}, 'database "nowhere" does not exist'),
    "nobody listens": ({"netloc": "postgres:secret@127.0.0.1:1"}, "check SERVANDA_DATABASE_URL"),
    "unknown option": ({"query": "surprise=1"}, "check SERVANDA_DATABASE_URL"),
}


@pytest.mark.parametrize(("change", "message"), UNREACHABLE.values(), ids=UNREACHABLE)
def test_a_database_that_cannot_be_reached_is_one_line_without_the_password(
    postgres_url, tmp_path, change, message
):
    url = urlsplit(postgres_url.replace("postgres@", "postgres:secret@"))._replace(**change)
    with pytest.raises(StoreError, match=message) as caught:
        open_store(Settings(tmp_path, url.geturl(), "tester"), Ticks(), patience_s=2)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("cause", "ours"),
    [
        (psycopg.errors.DiskFull("no space"), StoreFullError),
        (psycopg.errors.LockNotAvailable("timeout"), StoreBusyError),
        (psycopg.errors.DeadlockDetected("deadlock"), StoreBusyError),
        (psycopg.OperationalError("server closed the connection\nunexpectedly"), StoreError),
    ],
)
def test_what_postgresql_says_becomes_one_of_our_errors(cause, ours):
    with pytest.raises(StoreError) as caught, translate_errors("db.example/servanda"):
        raise django.db.OperationalError("wrapped") from cause
    assert type(caught.value) is ours
    assert "db.example/servanda" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_quota_counts_as_no_room():
    with pytest.raises(StoreFullError), translate_errors("data"):
        raise OSError(errno.EDQUOT, "Disk quota exceeded")


def test_a_version_that_this_servanda_cannot_read_says_so(store, sql_on):
    store.save_case(a_case(), {}, [])
    store.save(a_scene("s"), "korea-2018")
    body = '{"colour":1}'
    digest = sha256(body.encode())
    sql_on("INSERT INTO servanda_version VALUES (%s, 'Scene', %s)", digest, body)
    sql_on("UPDATE servanda_scene SET version_id = %s", digest)
    with pytest.raises(StoreError, match="from another version of Servanda"):
        store.load(Scene, "s", "korea-2018")
