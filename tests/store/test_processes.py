"""Two processes at one store: the chain never forks, and nobody waits for ever."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from servanda.errors import StoreBusyError
from servanda.settings import Settings
from servanda.store import open_store
from tests.store.examples import Ticks, a_case, a_kept, a_scene

ROOT = Path(__file__).resolve().parents[2]


def started(settings: Settings, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "SERVANDA_DATA": str(settings.data), "SERVANDA_WHO": arguments[-1]}
    if settings.database_url is not None:
        environment["SERVANDA_DATABASE_URL"] = settings.database_url
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.other_process", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def another_writer(settings: Settings) -> Iterator[None]:
    """A real second process holds the write lock inside the block."""
    with started(settings, "hold") as process:
        assert process.stdout is not None
        if process.stdout.readline() != "locked\n":
            pytest.fail(process.communicate()[1])
        yield
        process.communicate()
    assert process.returncode == 0


def test_processes_that_open_and_write_at_once_make_one_chain(settings):
    processes = [started(settings, "append", name, "15") for name in ("north", "south", "both")]
    for process in processes:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
    with open_store(settings, Ticks()) as store:
        assert store.verify().entries == 45
        subjects = {entry.subject for entry in store.custody()}
        names = {f"/{name}-{n}" for name in ("north", "south", "both") for n in range(15)}
        assert subjects == names


def test_a_writer_that_waited_long_enough_is_told_who_it_waits_for(settings):
    with open_store(settings, Ticks(), patience_s=0.1) as store:
        store.save_case(a_case(), {}, [])
        before = store.custody_head()
        with another_writer(settings):
            with pytest.raises(StoreBusyError, match=r"another process is writing to .*try again"):
                store.keep(a_kept(), "korea-2018")
            assert store.custody_head() == before
            assert store.documents("korea-2018") == ()
        assert store.keep(a_kept(), "korea-2018") == a_kept().document
        store.verify()


def test_reading_verifying_and_what_changes_nothing_wait_for_no_writer(settings):
    with open_store(settings, Ticks(), patience_s=0.1) as store:
        store.save_case(a_case(), {}, [a_kept()])
        store.save(a_scene("s"), "korea-2018")
        with another_writer(settings):
            assert store.case("korea-2018") == a_case()
            assert store.verify().entries == 3
            assert not store.save_case(a_case(), {}, [a_kept()])
            assert not store.save(a_scene("s"), "korea-2018")


def test_a_store_opens_while_another_process_writes(settings):
    open_store(settings, Ticks()).close()
    with another_writer(settings), open_store(settings, Ticks(), patience_s=0.1) as store:
        assert store.cases() == ()


def test_what_was_recorded_while_another_process_verified_is_not_a_mismatch(settings):
    with open_store(settings, Ticks()) as store:
        store.save_case(a_case(), {}, [a_kept()])

        def write_meanwhile(done: int, total: int) -> None:
            if done == 1:
                with started(settings, "append", "late", "2") as process:
                    assert process.communicate()[1] == ""

        assert store.verify(write_meanwhile).entries == 2
        assert store.verify().entries == 4
