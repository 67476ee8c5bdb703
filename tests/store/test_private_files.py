"""Who may read what is kept, what a killed writer leaves, and what is no file at all."""

from __future__ import annotations

import os
import stat
import threading

import pytest

from servanda.errors import CustodyError
from servanda.settings import Settings
from servanda.store import open_store
from servanda.store.private_files import open_plain_file, sweep, writing_to
from tests.store.examples import Ticks, a_case, a_kept


@pytest.fixture(params=[0o022, 0o000, 0o077, 0o027])
def mask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_only_the_owner_reads_what_is_kept_whatever_the_umask(tmp_path, mask):
    data = tmp_path / "new" / "data"
    with open_store(Settings(data, None, "tester"), Ticks()) as store:
        store.save_case(a_case(), {"case.yaml": b"x"}, [a_kept()])
        modes = {path.name: path.stat().st_mode for path in (data, *data.rglob("*"))}
    assert {"servanda.sqlite3-wal", "servanda.lock"} <= modes.keys()
    assert {name: oct(stat.S_IMODE(mode) & 0o077) for name, mode in modes.items()} == dict.fromkeys(
        modes, "0o0"
    )


def test_a_stricter_umask_is_respected(tmp_path):
    before = os.umask(0o277)
    try:
        (tmp_path / "x").mkdir(mode=0o700)
        with writing_to(tmp_path / "y"):
            pass
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "y").stat().st_mode) == 0o500


def test_what_a_killed_writer_left_is_gone_at_the_next_opening(settings):
    with open_store(settings, Ticks()) as store:
        store.save_case(a_case(), {}, [a_kept()])
    left = settings.data / "incoming" / ".0123456789abcdef.part"
    left.write_bytes(b"half of a page")
    open_store(settings, Ticks()).close()
    assert not left.exists()


def test_nothing_is_swept_while_somebody_writes(tmp_path):
    folder = tmp_path / "incoming"
    with writing_to(folder):
        (folder / ".x.part").write_bytes(b"")
        assert sweep(folder) == 0
    assert sweep(folder) == 1
    assert list(folder.iterdir()) == []


def _pipe(path):
    os.mkfifo(path)


def _folder(path):
    path.mkdir()


def _link(path):
    elsewhere = path.with_name("elsewhere")
    elsewhere.write_bytes(b"the same bytes")
    path.symlink_to(elsewhere)


def _device(path):
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [_pipe, _folder, _link, _device])
def test_what_is_no_plain_file_is_refused_at_once(tmp_path, make):
    make(tmp_path / "x")
    told: list[BaseException] = []

    def try_it():
        try:
            open_plain_file(tmp_path / "x")
        except CustodyError as error:
            told.append(error)

    thread = threading.Thread(target=try_it, daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    assert "not a plain file; restore it from a backup" in str(told[0])


@pytest.mark.parametrize("empty", [True, False])
def test_evidence_without_its_database_begins_no_new_log(sqlite_settings, empty):
    with open_store(sqlite_settings, Ticks()) as store:
        store.save_case(a_case(), {}, [a_kept()])
    database = sqlite_settings.data / "servanda.sqlite3"
    for path in sqlite_settings.data.glob("servanda.sqlite3*"):
        path.unlink()
    if empty:
        database.write_bytes(b"")
    with pytest.raises(CustodyError, match=r"holds evidence, but its database is missing or empty"):
        open_store(sqlite_settings, Ticks())
    assert not database.exists() or database.stat().st_size == 0
