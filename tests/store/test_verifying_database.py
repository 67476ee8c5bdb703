"""What a walk over tables does not see: indexes, triggers, files beside the log, other copies."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from servanda.errors import CustodyError, NotFoundError
from servanda.records import sha256
from servanda.settings import Settings
from servanda.store import Store, open_store, open_to_look
from tests.store.examples import START, Ticks, a_case, a_kept, a_scene

CASE = "korea-2018"


@pytest.fixture
def full(store: Store) -> Store:
    store.save_case(a_case(), {"case.yaml": b"id: korea-2018\n"}, [a_kept("n-1")])
    store.keep(a_kept("n-2", "Eleven posts are gone."), CASE)
    return store


def hide_from_index(database: Path, index: str, key: str) -> None:
    """Take a row out of an index and leave it in its table, as a damaged page does."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        (made,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", [index]
        ).fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = sql || ' WHERE key <> ''" + key + "''' WHERE name = ?",
            [index],
        )
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(f'REINDEX "{index}"')
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", [made, index])


def test_a_row_hidden_from_an_index_is_found_on_sqlite(sqlite_settings: Settings) -> None:
    with open_store(sqlite_settings, Ticks()) as store:
        store.save_case(a_case(), {}, [a_kept("n-1"), a_kept("n-2", "Eleven.")])
    database = sqlite_settings.data / "servanda.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        (index,) = connection.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'servanda_document_case_id%'"
        ).fetchone()
    hide_from_index(database, index, "n-2")
    with open_store(sqlite_settings, Ticks()) as store:
        assert len(store.documents(CASE)) == 1  # what a reader is told
        with pytest.raises(CustodyError, match="the database says of itself: row 2 missing from"):
            store.verify()


@pytest.mark.postgres
def test_a_row_hidden_from_an_index_is_found_on_postgres(tmp_path: Path, postgres_url: str) -> None:
    from tests.store.conftest import own_schema

    with (
        own_schema(postgres_url) as url,
        open_store(Settings(tmp_path / "d", url, "tester"), Ticks()) as store,
    ):
        store.save_case(a_case(), {}, [a_kept("n-1")])
        with store.database.connection.cursor() as cursor:
            ready = (
                "UPDATE pg_index SET indisready = %s WHERE indexrelid = (SELECT oid FROM "
                "pg_class WHERE relname = 'servanda_one_document' AND relnamespace = "
                "quote_ident(current_schema())::regnamespace)"
            )
            cursor.execute(ready, [False])
            store.keep(a_kept("n-2", "Eleven."), CASE)
            cursor.execute(ready, [True])
        with pytest.raises(CustodyError, match="index servanda_one_document hides rows of"):
            store.verify()


def test_a_trigger_is_found(full: Store, sql_on) -> None:
    sql_on("DROP INDEX " + _an_index(full))
    with pytest.raises(
        CustodyError, match=r"the index .* of servanda_document is missing; restore"
    ):
        full.verify()


def _an_index(store: Store) -> str:
    from servanda.store.schema.shape import standing_shape

    return next(
        name
        for kind, table, name in standing_shape(store.database.connection)
        if kind == "index" and name.startswith("servanda_document_source")
    )


def test_a_head_that_was_noted_is_in_the_log_or_is_missed(full: Store) -> None:
    noted = full.custody_head()
    full.save(a_scene("s-1"), CASE)
    verified = full.verify(noted_head=noted)
    assert (verified.noted, verified.entries, verified.head) == (4, 5, full.custody_head())
    with pytest.raises(CustodyError, match=f"the head that was noted, {'a' * 64}, is not in this"):
        full.verify(noted_head="a" * 64)


def test_acts_taken_back_whole_show_in_the_noted_head(full: Store, sql_on) -> None:
    full.save(a_scene("s-1"), CASE)
    noted = full.custody_head()
    sql_on("DELETE FROM servanda_custody WHERE sequence = 5")
    sql_on("DELETE FROM servanda_scene")
    sql_on("DELETE FROM servanda_version WHERE kind = 'Scene'")
    full.verify()  # nothing inside can tell
    with pytest.raises(CustodyError, match="older copy, or acts were taken back"):
        full.verify(noted_head=noted)


def test_times_that_run_backwards_are_said(settings: Settings) -> None:
    ticks = Ticks()
    with open_store(settings, ticks) as store:
        store.save_case(a_case(), {}, [])
        ticks.now = START - timedelta(days=365)
        store.keep(a_kept("n-1"), CASE)
        assert store.verify().remarks == (
            "the times of the log run backwards: custody entry 2 is of 2017-12-01 12:00:01",
        )


def test_files_that_nothing_names_are_listed_and_checked(full: Store) -> None:
    planted = b"planted"
    digest = sha256(planted)
    place = full.folder / "originals" / digest[:2] / digest[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(planted)
    (full.folder / "texts" / "note.txt").write_text("x")
    (full.folder / "incoming" / ".x.part").write_text("x")
    remarks = full.verify().remarks
    assert remarks[0] == f"files that no entry of the log names: {place}"
    assert remarks[1] == f"what is no file of Servanda: {full.folder / 'texts' / 'note.txt'}"
    assert remarks[2] == "files that were not recorded: incoming/.x.part"
    place.write_bytes(b"another")
    with pytest.raises(CustodyError, match="does not match its SHA-256"):
        full.verify()


def test_an_empty_log_beside_evidence_is_a_mismatch(store: Store) -> None:
    store._keep_bytes([b"x"], [])
    with pytest.raises(CustodyError, match=r"the log is empty, but .*/originals holds evidence"):
        store.verify()


@pytest.fixture
def with_imagery(full: Store) -> Path:
    chip = full.folder / "imagery" / "chips" / "ab.npz"
    chip.parent.mkdir(parents=True)
    chip.write_bytes(b"pixels")
    picture = full.folder / "pictures" / CASE / "look.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    assert full.record_data_files()
    assert not full.record_data_files()
    return chip


def test_imagery_and_pictures_are_vouched_for(full: Store, with_imagery: Path) -> None:
    assert full.verify().files == 7
    full.check_data_files()
    with_imagery.write_bytes(b"pixelz")
    for check in (full.verify, full.check_data_files):
        with pytest.raises(CustodyError, match=r"imagery/chips/ab.npz is not as it was recorded"):
            check()
    assert full.record_data_files()
    assert full.verify().remarks == ()


def test_imagery_that_was_thrown_away_is_a_remark(full: Store, with_imagery: Path) -> None:
    with_imagery.unlink()
    (with_imagery.parent / "new.npz").write_bytes(b"x")
    told = full.verify().remarks
    assert told == (
        "recorded files are gone, and made again if asked: imagery/chips/ab.npz",
        "files that were not recorded: imagery/chips/new.npz",
    )
    full.record_data_files()
    assert full.verify().remarks == ()


def test_a_row_of_imagery_cannot_lead_elsewhere(full: Store, with_imagery: Path, sql_on) -> None:
    sql_on(
        "UPDATE servanda_data_file SET path = 'imagery/../../x' WHERE sha256 = %s",
        sha256(b"pixels"),
    )
    with pytest.raises(CustodyError, match=r"data file imagery/../../x is not what the log says"):
        full.verify()


def test_a_copy_that_may_not_be_written_to_verifies(settings, monkeypatch, tmp_path) -> None:
    with open_store(settings, Ticks()) as store:
        store.save_case(a_case(), {}, [a_kept()])
        copy = tmp_path / "copy"
        shutil.copytree(settings.data, copy)  # with what is not merged into the database yet
    (copy / "servanda.lock").unlink()
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: not str(path).startswith(str(copy)) and real(path, mode)
    )
    before = {path: path.stat().st_mtime_ns for path in (copy, *copy.rglob("*"))}
    with open_to_look(Settings(copy, settings.database_url, "tester"), Ticks()) as kept:
        assert kept.verify().entries == 2
        assert len(list(kept.custody())) == 2
        assert kept.documents(CASE) == (a_kept().document,)
    assert {path: path.stat().st_mtime_ns for path in (copy, *copy.rglob("*"))} == before


def test_looking_at_what_is_not_there_makes_nothing(tmp_path) -> None:
    folder = Settings(tmp_path / "none", None, "tester")
    with (
        pytest.raises(NotFoundError, match="there is no data folder"),
        open_to_look(folder, Ticks()),
    ):
        pass
    folder.data.mkdir()
    with pytest.raises(NotFoundError, match="nothing is kept in"), open_to_look(folder, Ticks()):
        pass
    assert list(folder.data.iterdir()) == []
    (folder.data / "originals" / "ab").mkdir(parents=True)
    (folder.data / "originals" / "ab" / ("c" * 62)).write_bytes(b"x")
    with (
        pytest.raises(CustodyError, match="holds evidence, but its"),
        open_to_look(folder, Ticks()),
    ):
        pass
