"""Backups and copies of cases: out of any store and into any other, whole or not at all."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from servanda.atomic_write import hold_unfinished_file, write_output
from servanda.claims.curation.decisions import decision_on, effective_decisions
from servanda.errors import (
    CustodyError,
    InputError,
    NotFoundError,
    SettingsError,
    SourceError,
    StoreError,
)
from servanda.records import Claim, Decision, DecisionAct, Scene
from servanda.settings import Settings
from servanda.store import (
    Store,
    export_case,
    import_case,
    open_store,
    restore_backup,
    write_backup,
)
from tests.looks import cleared
from tests.store.conftest import BACKENDS, own_settings
from tests.store.examples import START, Ticks, a_case, a_claim, a_kept, a_scene

CASE = "korea-2018"


@pytest.fixture(params=BACKENDS)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of another, empty store, on either database."""
    with own_settings(request, tmp_path / "elsewhere") as settings:
        yield settings


def fill(store: Store) -> None:
    store.save_case(a_case(), {"case.yaml": b"id: korea-2018\n"}, [a_kept("n-1")])
    store.keep(a_kept("n-2", "Eleven posts are gone."), CASE)
    store.keep(a_kept("n-2", "Eleven posts are gone now."), CASE)  # the old one stays as a version
    store.keep(a_kept("alone"), None)
    store.save_reading(CASE, a_kept().document, "rules 1", "names", [a_claim()])
    store.save(a_scene("s-2"), CASE)
    store.save(a_scene("s-1"), CASE)
    store.save(replace(a_claim(claim_id="n-1#h1"), reader="by hand"), CASE)
    first = decide(store, DecisionAct.REJECT)
    decide(store, DecisionAct.UNDO, undoes=first.id)
    picture = store.folder / "pictures" / CASE / "look.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    store.record_data_files()


def decide(store: Store, act: DecisionAct, undoes: str | None = None) -> Decision:
    decision = decision_on(
        a_claim(), a_kept().document, act, "tester", START - timedelta(days=1), undoes=undoes
    )
    store.append([decision], CASE)
    return decision


def everything(store: Store) -> dict[str, object]:
    """All that the store gives to a reader, but for the log."""
    return {
        "cases": store.cases(),
        "files": store.case_files(CASE),
        "documents": store.documents(CASE),
        "added": store.added_documents(CASE),
        "readings": store.readings(CASE, "rules 1", "names"),
        "scenes": store.load_all(Scene, CASE),
        "claims": store.load_all(Claim, CASE),
        "decisions": store.load_all(Decision, CASE),
        "originals": [store.original(document.sha256) for document in store.documents(CASE)],
    }


def test_a_backup_comes_back_entry_by_entry_in_either_database(settings, elsewhere, tmp_path):
    with open_store(settings, Ticks()) as store:
        fill(store)
        told = write_backup(store, tmp_path / "b.zip")
        before, log, outside = everything(store), list(store.custody()), store.documents(None)
    assert told["head"] == log[-1].hash
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    restored = restore_backup(elsewhere, Ticks(), tmp_path / "b.zip")
    assert (restored.head, restored.entries, restored.remarks) == (log[-1].hash, len(log), ())
    with open_store(elsewhere, Ticks()) as store:
        assert everything(store) == before
        assert (list(store.custody()), store.documents(None)) == (log, outside)
        store.save(a_scene("s-3"), CASE)  # and it goes on
        assert store.verify(noted_head=log[-1].hash).noted == len(log)
        with pytest.raises(StoreError, match="already holds a record; restore into an empty"):
            restore_backup(elsewhere, Ticks(), tmp_path / "b.zip")


def test_a_backup_is_of_one_moment_while_others_write(settings, tmp_path, monkeypatch):
    from servanda.store.copies import backup

    real = backup.write_lines
    with open_store(settings, Ticks()) as store, open_store(settings, Ticks()) as other:
        fill(store)
        head = store.custody_head()

        def write_meanwhile(archive, name, values):
            if name.endswith("case.jsonl"):
                other.keep(a_kept("late", "Late."), CASE)
            return real(archive, name, values)

        monkeypatch.setattr(backup, "write_lines", write_meanwhile)
        assert write_backup(store, tmp_path / "b.zip")["head"] == head
    with_late = Settings(tmp_path / "new", None, "tester")
    restored = restore_backup(with_late, Ticks(), tmp_path / "b.zip")
    assert restored.head == head


def test_a_lost_database_is_brought_back_beside_its_files(sqlite_settings, tmp_path):
    with open_store(sqlite_settings, Ticks()) as store:
        fill(store)
        write_backup(store, tmp_path / "b.zip")
    for path in sqlite_settings.data.glob("servanda.sqlite3*"):
        path.unlink()
    assert restore_backup(sqlite_settings, Ticks(), tmp_path / "b.zip").remarks == ()


def test_a_store_with_a_file_missing_is_not_backed_up_in_silence(store, tmp_path):
    fill(store)
    store.originals.path(a_kept("n-1").document.sha256).unlink()
    with pytest.raises(CustodyError, match="is missing; restore it"):
        write_backup(store, tmp_path / "b.zip")
    assert [path for path in tmp_path.iterdir() if path.name != "data"] == []


def altered(path: Path, name: str, change) -> Path:
    """The same copy with one member changed."""
    other = path.with_name("altered.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, change(data) if member == name else data)
    return other


def test_a_backup_that_was_changed_leaves_nothing(sqlite_settings, tmp_path):
    with open_store(sqlite_settings, Ticks()) as store:
        fill(store)
        write_backup(store, tmp_path / "b.zip")
    target = Settings(tmp_path / "new", None, "tester")
    changes = {
        "tables/servanda_custody.jsonl": lambda data: data.replace(b"tester", b"nobody"),
        "tables/servanda_scene.jsonl": lambda data: b"",
        "tables/servanda_document.jsonl": lambda data: data.replace(b"2018-11-20", b"2018-11-21"),
        "servanda.json": lambda data: data.replace(b'"entries":', b'"entries":1'),
        f"originals/{a_kept().document.sha256}": lambda data: data + b" ",
        "pictures/korea-2018/look.png": lambda data: b"another",
    }
    for name, change in changes.items():
        with pytest.raises((CustodyError, SourceError)):
            restore_backup(target, Ticks(), altered(tmp_path / "b.zip", name, change))
    (tmp_path / "cut.zip").write_bytes((tmp_path / "b.zip").read_bytes()[:-200])
    with pytest.raises(SourceError, match="is damaged or cut off"):
        restore_backup(target, Ticks(), tmp_path / "cut.zip")
    assert restore_backup(target, Ticks(), tmp_path / "b.zip").remarks == ()


def test_a_backup_cannot_write_outside(sqlite_settings, tmp_path):
    with open_store(sqlite_settings, Ticks()) as store:
        fill(store)
        write_backup(store, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as archive:
        archive.writestr("readers/../../escaped", b"x")
    with pytest.raises(SourceError, match="leads elsewhere"):
        restore_backup(Settings(tmp_path / "new", None, "t"), Ticks(), tmp_path / "b.zip")
    assert not (tmp_path / "escaped").exists()


def test_a_copy_names_a_file(store, tmp_path):
    fill(store)
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, tmp_path / "no" / "folder.zip"):
        with pytest.raises(InputError, match="name a file"):
            write_backup(store, place)


def test_a_case_is_the_same_on_another_machine(settings, elsewhere, tmp_path):
    with open_store(settings, Ticks()) as store:
        fill(store)
        told = export_case(store, CASE, tmp_path / "c.zip")
        before, head = everything(store), store.custody_head()
    assert (told["case"], told["head"]) == (CASE, head)
    with open_store(replace(elsewhere, who="receiver"), Ticks()) as store:
        assert import_case(store, tmp_path / "c.zip") == (CASE, True)
        assert everything(store) == before
        assert effective_decisions(store.load_all(Decision, CASE)) == ()  # still taken back
        assert store.documents(None) == ()  # nothing of another case or of none
        last = next(act for act in reversed(list(store.custody())) if act.subject == CASE)
        assert (last.who, last.what) == ("receiver", "import case copy")
        assert store.original(last.digest).count(b'"hash":') == told["entries"] - 2
        assert store.verify().remarks == ()
        assert import_case(store, tmp_path / "c.zip") == (CASE, False)
        store.keep(a_kept("n-9", "Later."), CASE)
        again = import_case(store, tmp_path / "c.zip")
        assert again == (CASE, False)  # all of it stands; what came since stays
        store.save_case(a_case(title="Another"), {}, [])
        with pytest.raises(InputError, match="is kept here already, in another state"):
            import_case(store, tmp_path / "c.zip")
        store.verify()


def test_pictures_and_imagery_of_a_case_come_along_and_are_recorded(sqlite_settings, tmp_path):
    with open_store(sqlite_settings, Ticks()) as store:
        fill(store)
        chip = store.folder / "imagery" / "chips" / "abc.npz"
        chip.parent.mkdir(parents=True)
        chip.write_bytes(b"pixels")
        store.record_data_files()
        assert export_case(store, CASE, tmp_path / "c.zip")["left"] == 0
        store.save_case(a_case("other"), {}, [])
        store.save(cleared(date(2018, 11, 20)), "other")
        assert export_case(store, CASE, tmp_path / "two.zip")["left"] == 1
    with open_store(Settings(tmp_path / "new", None, "t"), Ticks()) as store:
        import_case(store, tmp_path / "c.zip")
        picture = store.folder / "pictures" / CASE / "look.png"
        assert (picture.read_bytes(), (store.folder / "imagery/chips/abc.npz").read_bytes()) == (
            (b"picture", b"pixels")
        )
        assert store.verify().remarks == ()
        picture.write_bytes(b"another")
        with pytest.raises(CustodyError, match="is not as it was recorded"):
            store.check_data_files()
    changed = altered(tmp_path / "c.zip", f"data/pictures/{CASE}/look.png", lambda data: b"x")
    with open_store(Settings(tmp_path / "third", None, "t"), Ticks()) as store:
        with pytest.raises(SourceError, match="does not match its SHA-256"):
            import_case(store, changed)
        assert store.cases() == ()
    with zipfile.ZipFile(tmp_path / "two.zip") as copy:
        assert not [name for name in copy.namelist() if "imagery" in name]


def test_a_copy_takes_no_other_file_s_place_unless_told_to(store, tmp_path):
    fill(store)
    (tmp_path / "b.zip").write_bytes(b"mine")
    for write in (write_backup, lambda *rest, **more: export_case(rest[0], CASE, rest[1], **more)):
        with pytest.raises(SettingsError, match="is there already; name another file, or give --f"):
            write(store, tmp_path / "b.zip")
        assert (tmp_path / "b.zip").read_bytes() == b"mine"
    write_backup(store, tmp_path / "b.zip", may_replace=True)
    assert zipfile.is_zipfile(tmp_path / "b.zip")


def test_what_a_killed_copy_left_is_swept_by_the_next(store, tmp_path):
    fill(store)
    left, young, held, other = (
        tmp_path / name
        for name in (f".{'0' * 16}.part", f".{'1' * 16}.part", f".{'2' * 16}.part", "mine.part")
    )
    for path in (left, young, held, other):
        path.write_bytes(b"half")
        if path is not young:
            os.utime(path, (1e9, 1e9))
    with hold_unfinished_file(held):
        write_backup(store, tmp_path / "b.zip")
    assert not left.exists()
    assert all(path.exists() for path in (young, held, other))
    os.utime(young, (1e9, 1e9))
    write_output(tmp_path / "page.html", b"page")
    assert not young.exists()
    assert not held.exists()
    assert other.exists()


def test_a_case_that_is_not_kept_and_a_copy_of_another_kind_are_said(store, tmp_path):
    fill(store)
    with pytest.raises(NotFoundError, match="no case 'x' is kept"):
        export_case(store, "x", tmp_path / "c.zip")
    write_backup(store, tmp_path / "b.zip")
    with pytest.raises(SourceError, match="is no such copy of Servanda; name a file of"):
        import_case(store, tmp_path / "b.zip")
    with pytest.raises(SourceError, match="does not exist"):
        import_case(store, tmp_path / "none.zip")
    shutil.copy(__file__, tmp_path / "text.zip")
    with pytest.raises(SourceError, match="is damaged or cut off"):
        import_case(store, tmp_path / "text.zip")


def test_a_changed_copy_of_a_case_is_refused(sqlite_settings, tmp_path):
    with open_store(sqlite_settings, Ticks()) as store:
        fill(store)
        export_case(store, CASE, tmp_path / "c.zip")
    changed = altered(
        tmp_path / "c.zip", "records.jsonl", lambda data: data.replace(b"Korea, 2018", b"Korea, 19")
    )
    with open_store(Settings(tmp_path / "new", None, "t"), Ticks()) as store:
        with pytest.raises(CustodyError, match="does not match its digest"):
            import_case(store, changed)
        assert store.cases() == ()
