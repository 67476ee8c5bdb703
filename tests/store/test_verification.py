"""Whatever is changed behind the store's back is found, and named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from servanda.errors import CustodyError
from servanda.records import GENESIS, entry_hash, sha256
from servanda.store import open_store
from servanda.store.verification import Verified
from tests.store.examples import Ticks, a_case, a_claim, a_kept, a_scene

CASE = "korea-2018"


@pytest.fixture
def full(store):
    """A store with something of most kinds in it."""
    store.save_case(a_case(), {"case.yaml": b"id: korea-2018\n"}, [a_kept("n-1")])
    store.keep(a_kept("n-2", "Eleven posts are gone."), CASE)
    store.save_reading(CASE, a_kept().document, "rules 1", "names", [a_claim()])
    store.save(a_scene("s-1"), CASE)
    return store


def overwrite(path: Path, data: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(data)


def flip(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def file_of(store, folder: str, data: bytes) -> Path:
    digest = sha256(data)
    return store.folder / folder / digest[:2] / digest[2:]


def test_an_untouched_store_verifies_and_says_what_it_walked(full):
    seen = []
    verified = full.verify(lambda done, total: seen.append((done, total)))
    sizes = [len(kept.original) for kept in (a_kept(), a_kept(text="Eleven posts are gone."))]
    texts = len("Ten posts are gone.") + len("Eleven posts are gone.")
    assert verified == Verified(
        entries=6, records=5, files=5, size_bytes=sum(sizes) + texts + len(b"id: korea-2018\n")
    )
    assert seen == [(number, 6) for number in range(1, 7)]


def test_an_empty_store_verifies(store):
    assert store.verify() == Verified(0, 0, 0, 0)
    assert store.custody_head() == GENESIS


@pytest.mark.parametrize("place", [0, 10, -1])
def test_a_flipped_bit_in_an_original_is_found(full, place):
    kept = a_kept()
    path = file_of(full, "originals", kept.original)
    overwrite(path, flip(kept.original, place % len(kept.original)))
    with pytest.raises(CustodyError, match=r"entry 3 \(load document korea-2018/n-1\): .*/orig"):
        full.verify()
    with pytest.raises(CustodyError, match="does not match its SHA-256; restore it from a backup"):
        full.original(kept.document.sha256)


def test_a_missing_original_is_found(full):
    file_of(full, "originals", a_kept().original).unlink()
    with pytest.raises(CustodyError, match=r"entry 3 .*is missing; restore it from a backup"):
        full.verify()
    with pytest.raises(CustodyError, match="is missing"):
        full.original(a_kept().document.sha256)


def test_a_changed_case_file_is_found(full):
    overwrite(file_of(full, "originals", b"id: korea-2018\n"), b"id: korea-2019\n")
    with pytest.raises(CustodyError, match=r"entry 2 \(load case file korea-2018/case.yaml\)"):
        full.verify()


def test_a_changed_text_is_found_and_never_used(full):
    overwrite(file_of(full, "texts", b"Ten posts are gone."), b"No posts are gone.")
    with pytest.raises(CustodyError, match=r"entry 3 .*/texts/.* does not match"):
        full.verify()
    with pytest.raises(CustodyError, match="/texts/"):
        full.documents(CASE)


def test_a_missing_text_is_found(full):
    file_of(full, "texts", b"Ten posts are gone.").unlink()
    with pytest.raises(CustodyError, match=r"entry 3 .*/texts/.* is missing"):
        full.verify()


def test_a_file_that_comes_back_with_the_same_bytes_mends_it(full):
    file_of(full, "originals", a_kept().original).unlink()
    before = full.custody_head()
    full.keep(a_kept(), CASE)
    full.verify()
    assert full.custody_head() != before  # it is now added by itself, not by its folder


EDITS = {
    "who": "UPDATE servanda_custody SET who = 'somebody' WHERE sequence = 3",
    "what": "UPDATE servanda_custody SET what = 'add document' WHERE sequence = 3",
    "subject": "UPDATE servanda_custody SET subject = 'korea-2018/n-9' WHERE sequence = 3",
    "digest": f"UPDATE servanda_custody SET digest = '{'0' * 64}' WHERE sequence = 3",
    "when": "UPDATE servanda_custody SET \"when\" = '2018-01-01T00:00:00+00:00' WHERE sequence = 3",
    "no time": "UPDATE servanda_custody SET \"when\" = 'yesterday' WHERE sequence = 3",
    "previous": f"UPDATE servanda_custody SET previous = '{'0' * 64}' WHERE sequence = 3",
    "hash": f"UPDATE servanda_custody SET hash = '{'0' * 64}' WHERE sequence = 3",
    "deleted": "DELETE FROM servanda_custody WHERE sequence = 3",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_entry_is_named(full, sql_on, edit):
    sql_on(edit)
    with pytest.raises(CustodyError, match="custody entry 3"):
        full.verify()


def test_two_swapped_entries_are_found(full, sql_on):
    for old, new in ((3, 99), (4, 3), (99, 4)):
        sql_on("UPDATE servanda_custody SET sequence = %s WHERE sequence = %s", new, old)
    with pytest.raises(CustodyError, match="custody entry 3 does not match its own hash"):
        full.verify()


def test_an_entry_sealed_anew_no_longer_fits_the_next(full, sql_on):
    entry = replace(list(full.custody())[2], who="somebody")
    seal = entry_hash(
        entry.sequence,
        entry.who,
        entry.what,
        entry.subject,
        entry.digest,
        entry.when,
        entry.previous,
    )
    sql_on("UPDATE servanda_custody SET who = %s, hash = %s WHERE sequence = 3", entry.who, seal)
    with pytest.raises(CustodyError, match="custody entry 4 does not follow the entry before"):
        full.verify()


def test_a_log_cut_short_no_longer_fits_the_rows(full, sql_on):
    sql_on("DELETE FROM servanda_custody WHERE sequence = 6")
    with pytest.raises(CustodyError, match="scene korea-2018/s-1 is not what the log says"):
        full.verify()


def test_a_log_and_rows_cut_short_show_in_the_head(full, sql_on):
    anchored = full.custody_head()
    sql_on("DELETE FROM servanda_custody WHERE sequence = 6")
    sql_on("DELETE FROM servanda_scene")
    sql_on("DELETE FROM servanda_version WHERE kind = 'Scene'")
    full.verify()  # nothing inside can tell: that is what the anchor is for
    assert full.custody_head() != anchored


ROWS = {
    "record": (
        "UPDATE servanda_version SET body = replace(body, 'Korea, 2018', 'Korea, 2019')",
        "entry 1 .*the kept Case .* does not match its digest",
    ),
    "not JSON": (
        "UPDATE servanda_version SET body = 'x' WHERE kind = 'Case'",
        "entry 1 .*the kept Case .* does not match its digest",
    ),
    "kind": (
        "UPDATE servanda_version SET kind = 'Claim' WHERE kind = 'Scene'",
        "entry 6 .*the kept Claim .* does not match its digest",
    ),
    "text of a document": (
        'UPDATE servanda_version SET body = replace(body, \'"text_sha256":"\', '
        '\'"text_sha256":"../\')',
        "entry 3 .*the kept Document",
    ),
    "metadata of a document": (
        "UPDATE servanda_version SET body = replace(body, 'yonhap', 'kcna')",
        "entry 3 .*the kept Document",
    ),
    "column of a document": (
        "UPDATE servanda_document SET published_on = '2018-01-01' WHERE key = 'n-1'",
        "document korea-2018/n-1 says another published_on in its row",
    ),
    "how a document came": (
        "UPDATE servanda_document SET from_folder = NOT from_folder WHERE key = 'n-2'",
        "document korea-2018/n-2 is not what the log says",
    ),
    "id of a document": (
        "UPDATE servanda_document SET key = 'n-3' WHERE key = 'n-2'",
        "document korea-2018/n-3 is not what the log says",
    ),
    "link of a document": (
        "UPDATE servanda_document SET version_id = (SELECT version_id FROM servanda_document "
        "WHERE key = 'n-1') WHERE key = 'n-2'",
        "document korea-2018/n-2 is not what the log says",
    ),
    "reader of claims": (
        "UPDATE servanda_reading SET names_digest = 'others'",
        "claims korea-2018/n-1/rules 1 says another names_digest",
    ),
    "case file": (
        f"UPDATE servanda_case_file SET sha256 = '{'0' * 64}'",
        "case file korea-2018/case.yaml is not what the log says",
    ),
    "a row gone": (
        "DELETE FROM servanda_scene",
        "scene korea-2018/s-1 is in the log, but its row is gone",
    ),
    "a version beside the log": (
        f"INSERT INTO servanda_version VALUES ('{'a' * 64}', 'Scene', '')",
        "the kept Scene a+ is not in the log",
    ),
}


@pytest.mark.parametrize(("edit", "message"), ROWS.values(), ids=ROWS)
def test_an_edited_row_is_named(full, sql_on, edit, message):
    sql_on(edit)
    with pytest.raises(CustodyError, match=message):
        full.verify()


def test_a_version_gone_is_named(full, sql_on):
    sql_on("DELETE FROM servanda_scene")
    sql_on("DELETE FROM servanda_version WHERE kind = 'Scene'")
    with pytest.raises(CustodyError, match=r"entry 6 .*the kept Scene \w+ is missing"):
        full.verify()


def test_a_forged_entry_of_no_known_kind_is_named(full, sql_on):
    last = list(full.custody())[-1]
    what, subject, digest = "add rumour", "korea-2018/r", "0" * 64
    seal = entry_hash(7, "tester", what, subject, digest, last.when, last.hash)
    values = (7, "tester", what, subject, digest, last.when.isoformat(), last.hash, seal)
    sql_on("INSERT INTO servanda_custody VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", *values)
    with pytest.raises(CustodyError, match=r"entry 7 .* names no kind of record"):
        full.verify()


@pytest.mark.parametrize("digest", ["", "../../../etc/passwd"])
def test_a_forged_entry_cannot_lead_out_of_the_data_folder(full, sql_on, digest):
    last = list(full.custody())[-1]
    what, subject = "load case file", "korea-2018/x"
    seal = entry_hash(7, "tester", what, subject, digest, last.when, last.hash)
    values = (7, "tester", what, subject, digest, last.when.isoformat(), last.hash, seal)
    sql_on("INSERT INTO servanda_custody VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", *values)
    with pytest.raises(CustodyError, match=r"entry 7 .* names what is not a SHA-256"):
        full.verify()


@pytest.mark.parametrize("text", ["soon", "2018-13-45"])
def test_a_date_that_is_none_is_named(sqlite_settings, text):
    """PostgreSQL lets nobody write one."""
    with open_store(sqlite_settings, Ticks()) as store:
        store.keep(a_kept(), None)
        with store.database.connection.cursor() as cursor:
            cursor.execute("UPDATE servanda_document SET published_on = %s", [text])
        with pytest.raises(CustodyError, match="document"):
            store.verify()


@pytest.mark.parametrize("value", [2, 1000, -1])
def test_a_truth_value_that_is_none_is_named(sqlite_settings, value):
    """It is read as false and found as true; PostgreSQL lets nobody write one."""
    with open_store(sqlite_settings, Ticks()) as store:
        store.save_case(a_case(), {}, [])
        store.keep(a_kept(), CASE)
        with store.database.connection.cursor() as cursor:
            cursor.execute("UPDATE servanda_document SET from_folder = %s", [value])
        with pytest.raises(CustodyError, match="the table of documents holds a truth value"):
            store.verify()
