"""Evidence files: whole or absent, read-only, never touched again."""

import errno
import os
import stat

import pytest

from servanda.errors import CustodyError
from servanda.records import sha256
from servanda.store.content_files import Files

DATA = b"Ten posts are gone."


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "originals")


def everything_in(files):
    return [path for path in files.folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("data", [b"", DATA, bytes(range(256)) * 10_000])
def test_bytes_come_back_as_they_were_kept(files, data):
    (digest,) = files.keep([data])
    assert digest == sha256(data)
    assert files.read(digest) == data
    assert files.check(digest) == len(data)


def test_a_file_is_named_by_its_digest_and_read_only(files):
    (digest,) = files.keep([DATA])
    path = files.folder / digest[:2] / digest[2:]
    assert everything_in(files) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_keeping_it_again_does_not_touch_the_file(files):
    path = files.path(*files.keep([DATA]))
    before = path.stat()
    files.keep([DATA])
    assert path.stat() == before


def test_a_file_is_on_the_disk_before_it_has_its_name(files, monkeypatch):
    acts = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)

        def noted(*arguments, name=name, real=real):
            acts.append(name)
            return real(*arguments)

        monkeypatch.setattr(os, name, noted)
    files.settle(files.keep([DATA]))
    # the bytes; the name; then the folder, the one it is new in, and the data folder
    assert acts == ["fsync", "replace", "fsync", "fsync", "fsync"]


def test_each_folder_is_synced_once_for_all_its_files(files, monkeypatch):
    digests = files.keep(bytes([number]) for number in range(256))
    synced = []
    monkeypatch.setattr(os, "fsync", synced.append)
    files.settle(digests)
    assert len(synced) == len({digest[:2] for digest in digests}) + 2
    files.settle(())
    assert len(files.keep([DATA] * 20)) == 20


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_failure_at_any_step_leaves_nothing(files, monkeypatch, step):
    files.path(sha256(DATA)).parent.mkdir(parents=True)

    def fail(*_):
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(OSError, match="Input/output error"):
            files.keep([DATA])
    assert everything_in(files) == []
    assert files.read(*files.keep([DATA])) == DATA


def test_a_leftover_of_a_killed_writer_counts_for_nothing(files):
    (digest,) = files.keep([DATA])
    (files.path(digest).parent / f".{digest[2:]}.0badcafe").write_bytes(b"Ten po")
    assert files.read(digest) == DATA


def test_what_does_not_match_is_never_given_out(files):
    path = files.path(*files.keep([DATA]))
    path.chmod(0o600)
    path.write_bytes(b"No posts are gone.")
    for act in (files.read, files.check):
        with pytest.raises(CustodyError, match="does not match its SHA-256"):
            act(sha256(DATA))
