"""Timestamps of the log: by authorities of openssl on this machine, kept, queued, checked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servanda.errors import CustodyError, SettingsError, StoreError
from servanda.pipeline import timestamp_head
from servanda.pipeline.custody.timestamping import trusted_certificates
from servanda.settings import Settings
from servanda.store import open_store
from tests.pipeline.timestamp_authority import Authority, served
from tests.store.examples import Ticks, a_case, a_kept

NOBODY = "http://127.0.0.1:9/tsa"  # the port of discard: nobody listens


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Authority, Authority]:
    top = tmp_path_factory.mktemp("authorities")
    return Authority.make(top / "one", "one"), Authority.make(top / "two", "two")


@pytest.fixture
def settings(tmp_path: Path, authorities) -> Settings:
    both = tmp_path / "both.pem"
    both.write_text("".join(authority.root.read_text() for authority in authorities))
    return Settings(tmp_path / "data", None, "tester", None, (), both)


@pytest.fixture
def store(settings: Settings):
    with open_store(settings, Ticks()) as store:
        store.save_case(a_case(), {}, [a_kept()])
        yield store


def asking(settings: Settings, *addresses: str) -> Settings:
    return replace(settings, timestamp_urls=addresses)


def test_several_authorities_stamp_the_head_and_verify_says_so(store, settings, authorities):
    head = store.custody_head()
    with served(authorities[0]) as one, served(authorities[1]) as two:
        asked = timestamp_head(store, asking(settings, one, two))
        assert [(stamp.authority, stamp.head, stamp.reason) for stamp in asked] == [
            (one, head, ""),
            (two, head, ""),
        ]
        assert timestamp_head(store, asking(settings, one, two)) == ()  # no need to ask again
    now = datetime.now(UTC)
    assert all(abs(now - stamp.time) < timedelta(minutes=2) for stamp in asked)
    for trusted in (None, trusted_certificates(settings)):
        verified = store.verify(trusted=trusted)  # offline, with the chain that was kept
        assert [(kept.stamp.authority, kept.entry) for kept in verified.timestamps] == [
            (one, 2),
            (two, 2),
        ]
        assert verified.entries == 4


def test_an_authority_out_of_reach_is_asked_later_about_the_old_head(store, settings, authorities):
    old = store.custody_head()
    with served(authorities[0]) as one:
        here, away = asking(settings, one), asking(settings, NOBODY)
        (asked,) = timestamp_head(store, away)
        assert (asked.time, asked.head) == (None, old)
        assert "cannot be reached" in asked.reason
        queue = store.folder / "timestamps-waiting.json"
        assert json.loads(queue.read_text()) == [[old, NOBODY]]
        assert queue.stat().st_mode & 0o077 == 0
        store.keep(a_kept("n-2", "Later."), "korea-2018")
        queue.write_text(json.dumps([[old, one], ["0" * 63, "http://gone.example/"]]))
        stamped = {stamp.head for stamp in timestamp_head(store, here)}
        assert stamped == {old, [entry.hash for entry in store.custody()][2]}
        assert not queue.exists()
    assert [kept.entry for kept in store.verify().timestamps] == [2, 3]


SPOILT = {
    "not DER": lambda answer: b"<html>sign in</html>",
    "a bit": lambda answer: answer[:-20] + bytes([answer[-20] ^ 1]) + answer[-19:],
    "cut": lambda answer: answer[:-1],
    "empty": lambda answer: b"",
    "refused": lambda answer: bytes.fromhex("3005300302 0102".replace(" ", "")),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_an_answer_that_does_not_hold_is_not_kept_and_waits(store, settings, authorities, spoil):
    before = store.custody_head()
    with served(authorities[0], spoil) as one:
        (asked,) = timestamp_head(store, asking(settings, one))
    assert asked.time is None
    assert "timestamp" in asked.reason or "authority refused" in asked.reason
    assert store.custody_head() == before
    assert (store.folder / "timestamps-waiting.json").exists()


def test_an_answer_to_another_question_is_not_kept(store, settings, authorities):
    first: list[bytes] = []

    def replay(answer: bytes) -> bytes:
        first.append(answer)
        return first[0]

    with served(authorities[0], replay) as one:
        timestamp_head(store, asking(settings, one))
        store.keep(a_kept("n-2", "Later."), "korea-2018")
        (asked,) = timestamp_head(store, asking(settings, one))
    assert "does not hold" in asked.reason


def test_an_authority_that_nobody_trusts_is_refused(store, settings, authorities, tmp_path):
    only_one = tmp_path / "one.pem"
    only_one.write_text(authorities[0].root.read_text())
    with served(authorities[1]) as two:
        trusting = replace(settings, timestamp_certificates=only_one)
        (asked,) = timestamp_head(store, asking(trusting, two))
        assert "does not hold" in asked.reason
        timestamp_head(store, asking(settings, two))
    store.verify()  # by the chain that was kept
    with pytest.raises(CustodyError, match=r"entry 3 \(add timestamp .*does not hold"):
        store.verify(trusted=trusted_certificates(trusting))


def test_a_log_written_anew_no_longer_has_the_stamped_head(store, settings, authorities):
    from servanda.records import entry_hash

    with served(authorities[0]) as one:
        timestamp_head(store, asking(settings, one))
    previous = "0" * 64
    with store.database.connection.cursor() as cursor:
        for entry in list(store.custody()):
            seal = entry_hash(entry.sequence, "somebody", entry.what, entry.subject, entry.digest,
                              entry.when, previous)  # fmt: skip
            cursor.execute(
                "UPDATE servanda_custody SET who = %s, previous = %s, hash = %s "
                "WHERE sequence = %s", ["somebody", previous, seal, entry.sequence],
            )  # fmt: skip
            previous = seal
    with pytest.raises(CustodyError, match=r"stamped is not in this log: it was written anew"):
        store.verify()


def test_entries_from_the_future_are_said(settings, authorities):
    ticks = Ticks()
    ticks.now = datetime.now(UTC) + timedelta(days=400)
    with open_store(settings, ticks) as store, served(authorities[0]) as one:
        store.save_case(a_case(), {}, [])
        timestamp_head(store, asking(settings, one))
        (remark,) = store.verify().remarks
    assert remark.startswith("entry 1 says ")
    assert remark.endswith("a clock was wrong")


def test_what_is_not_set_or_not_there_is_said(tmp_path, settings):
    with open_store(settings, Ticks()) as store:
        with pytest.raises(StoreError, match="the log is empty"):
            timestamp_head(store, asking(settings, NOBODY))
        bare = replace(settings, timestamp_certificates=None)
        with pytest.raises(SettingsError, match="no timestamp authority is set; give their"):
            timestamp_head(store, asking(bare, NOBODY))
    for content, told in ((b"x", "holds no certificate"), (None, "cannot be read")):
        path = tmp_path / "bad.pem"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(SettingsError, match=told):
            trusted_certificates(replace(settings, timestamp_certificates=path))


def test_addresses_in_the_settings_are_checked():
    read = Settings.from_environment(
        {"SERVANDA_TIMESTAMP_URLS": "http://a.example/tsa  https://b.example/"}
    )
    assert read.timestamp_urls == ("http://a.example/tsa", "https://b.example/")
    with pytest.raises(SettingsError, match="SERVANDA_TIMESTAMP_URLS holds what is no plain"):
        Settings.from_environment({"SERVANDA_TIMESTAMP_URLS": "file:///etc/passwd"})
