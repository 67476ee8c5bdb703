"""Many documents are added in batches: flat memory, and a stopped act goes on where it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from servanda.errors import StoreError, StoreFullError
from servanda.pipeline import add_sources
from servanda.records import day
from servanda.settings import Settings
from servanda.sources import facts_of_options, read_items
from servanda.sources.batches import reading_in_batches
from servanda.sources.documents import plain_text, read_sources
from servanda.store import Store, open_store
from servanda.store.unfinished_acts import UnfinishedAct
from tests.store.conftest import BACKENDS, own_settings
from tests.store.examples import START, Ticks, a_case

ROOT = Path(__file__).resolve().parents[2]
CASE = "korea-2018"
FILES = 10
BATCH = 3


@pytest.fixture(params=BACKENDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    with own_settings(request, tmp_path) as settings:
        with open_store(settings, Ticks()) as store:
            store.save_case(a_case(), {}, [])
        yield settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    for number in range(FILES):
        (place / f"n{number}.txt").write_text(f"Monitors saw that post {number} was gone.")
    return place


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of every file that is parsed from now on, in batches of three."""
    names: list[str] = []

    def read_text(file, data, recorded):
        names.append(file.relative)
        return plain_text.read_text(file, data, recorded)

    monkeypatch.setattr(read_sources, "read_text", read_text)
    monkeypatch.setattr(reading_in_batches, "BATCH_DOCUMENTS", BATCH)
    return names


def add(store: Store, *paths: Path):
    return add_sources(store, store.case(CASE), paths, START)


def check_all_added_once(store: Store) -> None:
    expected = [f"n{number}" for number in range(FILES)]
    assert [document.id for document in store.documents(CASE)] == expected
    added = [entry.subject for entry in store.custody() if entry.what == "add document"]
    assert sorted(added) == [f"{CASE}/{name}" for name in expected]
    store.verify()
    assert not [*(store.folder / "unfinished").iterdir()]


@pytest.mark.parametrize("stopped_at", [1, 2, 3])
def test_an_interrupted_command_says_what_is_kept_and_goes_on_there(
    settings, folder, read, stopped_at, monkeypatch
):
    keep_all, calls = Store.keep_all, 0

    def keep_or_stop(self, *arguments, **named):
        nonlocal calls
        calls += 1
        if calls == stopped_at + 1:
            raise KeyboardInterrupt
        keep_all(self, *arguments, **named)

    kept = stopped_at * BATCH
    with open_store(settings, Ticks()) as store:
        with monkeypatch.context() as patch:
            patch.setattr(Store, "keep_all", keep_or_stop)
            with pytest.raises(
                StoreError, match=rf"stopped; {kept} documents .*goes on from there"
            ):
                add(store, folder)
        assert len(store.documents(CASE)) == kept
        read.clear()
        added = add(store, folder)
        assert sorted(read) == [f"n{number}.txt" for number in range(kept, FILES)]
        assert added.kept_before == kept
        assert [document.id for document in added.documents] == [f"n{n}" for n in range(FILES)]
        check_all_added_once(store)


# What a process does before it kills itself, so that not even a `finally` runs.
KILLED = """
import os, signal, sys
from pathlib import Path
from servanda.settings import Settings
from servanda.sources.batches import reading_in_batches
from servanda.store import Store, open_store
from servanda.store.unfinished_acts import UnfinishedAct
from servanda.pipeline import add_sources
from tests.store.examples import START, Ticks
step, nth, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
reading_in_batches.BATCH_DOCUMENTS = 3
room, name = {"keep": (Store, "keep_all"), "note": (UnfinishedAct, "note_parts")}[step.split()[1]]
real, calls = getattr(room, name), 0
def killed(self, *arguments, **named):
    global calls
    calls += 1
    if calls == nth and step.startswith("before"):
        os.kill(os.getpid(), signal.SIGKILL)
    real(self, *arguments, **named)
    if calls == nth:
        os.kill(os.getpid(), signal.SIGKILL)
setattr(room, name, killed)
with open_store(Settings.from_environment(os.environ), Ticks()) as store:
    add_sources(store, store.case("korea-2018"), [folder], START)
"""


@pytest.mark.parametrize(
    ("step", "nth", "noted"),
    [("before keep", 1, 0), ("after keep", 2, 3), ("before note", 1, 0), ("after note", 3, 9)],
)
def test_a_killed_command_goes_on_without_doing_work_twice(
    settings, folder, read, step, nth, noted
):
    environment = {**os.environ, "SERVANDA_DATA": str(settings.data), "SERVANDA_WHO": "tester"}
    if settings.database_url is not None:
        environment["SERVANDA_DATABASE_URL"] = settings.database_url
    words = [sys.executable, "-c", KILLED, step, str(nth), str(folder)]
    assert subprocess.run(words, cwd=ROOT, env=environment).returncode == -signal.SIGKILL
    with open_store(settings, Ticks()) as store:
        add(store, folder)
        # At most the batch that was kept and not yet noted is read again; it is not kept again.
        assert sorted(read) == [f"n{number}.txt" for number in range(noted, FILES)]
        check_all_added_once(store)


def test_a_full_disk_in_between_does_not_say_that_nothing_was_kept(
    settings, folder, read, monkeypatch
):
    keep_all, calls = Store.keep_all, 0

    def keep_until_full(self, *arguments, **named):
        nonlocal calls
        calls += 1
        if calls == 2:
            raise StoreFullError("no room left for d; nothing of this act was kept: free some")
        keep_all(self, *arguments, **named)

    with open_store(settings, Ticks()) as store:
        monkeypatch.setattr(Store, "keep_all", keep_until_full)
        says = r"^no room left for d; 3 documents of this command are kept: the same command goes"
        with pytest.raises(StoreFullError, match=says):
            add(store, folder)
        assert len(store.documents(CASE)) == 3


def test_a_part_that_is_noted_and_not_in_the_store_is_read_again(settings, folder, read, tmp_path):
    with open_store(settings, Ticks()) as store:
        add(store, folder)
    noted: list[tuple[str, dict[str, str]]] = []
    with pytest.MonkeyPatch.context() as patch, open_store(settings, Ticks()) as store:
        patch.setattr(UnfinishedAct, "note_parts", lambda act, parts: noted.extend(parts))
        add(store, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(UnfinishedAct, "kept_parts", lambda act: dict(noted))
        with open_store(Settings(tmp_path / "other", None, "tester"), Ticks()) as other:
            other.save_case(a_case(), {}, [])
            read.clear()
            assert add(other, folder).kept_before == 0
            assert len(read) == FILES


def test_a_list_goes_on_at_the_line_where_it_was_stopped(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(reading_in_batches, "BATCH_DOCUMENTS", BATCH)
    path = tmp_path / "list.jsonl"
    lines = [json.dumps({"id": f"n{n}", "text": f"Post {n} was gone."}) for n in range(FILES)]
    path.write_text("\n".join([*lines[:4], "no document", *lines[4:]]))
    keep_all, calls = Store.keep_all, 0

    def keep_or_stop(self, *arguments, **named):
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        keep_all(self, *arguments, **named)

    with open_store(settings, Ticks()) as store:
        with monkeypatch.context() as patch:
            patch.setattr(Store, "keep_all", keep_or_stop)
            with pytest.raises(StoreError, match="6 documents"):
                add(store, path)
        added = add(store, path)
        assert added.kept_before == 6
        assert [str(error).split(" is not")[0] for error in added.refusals] == [f"{path}:5:"]
        check_all_added_once(store)


def test_a_row_of_a_table_that_changed_makes_its_file_be_read_again(
    settings, folder, read, monkeypatch
):
    monkeypatch.setattr(UnfinishedAct, "finish", lambda act: None)  # as if it had been stopped
    table = folder / "sources.csv"
    table.write_text("file,published\nn3.txt,2018-11-20\n")
    with open_store(settings, Ticks()) as store:
        add(store, folder)
        read.clear()
        table.write_text("file,published\nn3.txt,2018-11-21\n")
        add(store, folder)
        assert read == ["n3.txt"]
        assert str(store.document(CASE, "n3").published.end) == "2018-11-21"


def test_documents_have_the_same_ids_in_batches_as_in_one_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(reading_in_batches, "BATCH_DOCUMENTS", 2)
    for name in ("a/x.txt", "b/x.txt", "b/y.txt", "z.md", "c/y.txt", "w.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{name} says that a post was gone.")
    lines = [{"id": name, "text": "A post was gone."} for name in ("w", "v", "v")]
    (tmp_path / "list.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "bad.pdf").write_text("no PDF")
    whole = read_items([tmp_path], START)
    batches = [*reading_in_batches.read_batches([tmp_path], START)]
    items = [item for batch in batches for item in batch.reading.items]
    errors = [error for batch in batches for error in batch.reading.errors]
    assert len(batches) > 3
    assert sorted(item.kept.document.id for item in items) == sorted(
        item.kept.document.id for item in whole.items
    )
    assert sorted(map(str, errors)) == sorted(map(str, whole.errors))


def test_memory_does_not_grow_with_the_documents(tmp_path, monkeypatch):
    monkeypatch.setattr(reading_in_batches, "BATCH_BYTES", 100_000)

    def most(documents: int) -> int:
        path = tmp_path / f"{documents}.jsonl"
        with path.open("w") as file:
            for number in range(documents):
                text = f"Post {number} was gone. " * 2_000
                file.write(json.dumps({"id": f"d{number}", "text": text}) + "\n")
        with open_store(Settings(tmp_path / f"d{documents}", None, "tester"), Ticks()) as store:
            store.save_case(a_case(), {}, [])
            add(store, path)
            tracemalloc.start()
            add(store, path)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return peak

    few, many = most(10), most(60)
    assert many < 1.5 * few


def test_adding_again_keeps_what_was_said_of_the_same_bytes(
    settings: Settings, folder: Path
) -> None:
    page = folder / "n0.txt"
    told = facts_of_options("the-ministry", "2018-11-12", "https://ministry.example/n0")
    with open_store(settings, Ticks()) as store:
        add_sources(store, store.case(CASE), [page], START, told)
        first = next(store.iter_documents(CASE, ["n0"]))
        add_sources(store, store.case(CASE), [folder], START)
        again = next(store.iter_documents(CASE, ["n0"]))
        assert (again.source, again.published, again.url) == (
            first.source,
            first.published,
            first.url,
        )
        assert again.dated_by == first.dated_by
        assert next(store.iter_documents(CASE, ["n1"])).is_undated
        corrected = facts_of_options(None, "2018-11-13", None)
        add_sources(store, store.case(CASE), [page], START, corrected)
        assert next(store.iter_documents(CASE, ["n0"])).published == day(date(2018, 11, 13))
        page.write_text("Another text is another document: nothing is known of it.")
        add_sources(store, store.case(CASE), [page], START)
        assert next(store.iter_documents(CASE, ["n0"])).is_undated


def test_another_days_file_of_the_same_name_is_another_document(
    settings: Settings, tmp_path: Path
) -> None:
    def added(store: Store, text: str, published: str) -> list[str]:
        page = tmp_path / "sitrep.txt"
        page.write_text(text)
        told = facts_of_options(None, published, None)
        return [
            document.id
            for document in add_sources(store, store.case(CASE), [page], START, told).documents
        ]

    with open_store(settings, Ticks()) as store:
        assert added(store, "Ten posts are gone.", "2018-11-12") == ["sitrep"]
        assert added(store, "Ten posts are gone, all in the east.", "2018-11-12") == ["sitrep"]
        assert added(store, "Two posts are gone.", "2018-11-19") == ["sitrep@2018-11-19"]
        assert added(store, "Two posts are gone.", "2018-11-19") == ["sitrep@2018-11-19"]
        kept = {document.id: document.text for document in store.documents(CASE)}
    assert kept["sitrep"] == "Ten posts are gone, all in the east."
    assert kept["sitrep@2018-11-19"] == "Two posts are gone."
