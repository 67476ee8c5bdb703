"""Files that are whole or not there, whatever happens while they are written."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from servanda.atomic_write import (
    keep_file,
    output_error,
    put_in_place,
    sync_folder,
    write_atomically,
    write_output,
)
from servanda.errors import SettingsError, StoreError, StoreFullError

OLD, NEW = b"old text", b"new text, which is longer"

KILLED_BEFORE_RENAMING = """
import os, signal, sys
from pathlib import Path
from servanda.atomic_write import write_atomically
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write_atomically(Path(sys.argv[1]), sys.argv[2].encode())
"""


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def fails(number: int) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("data", [b"", NEW, bytes(range(256)) * 10_000])
def test_the_bytes_are_the_file_and_nothing_else_is_left(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "f").write_bytes(OLD)
    write_atomically(tmp_path / "f", data)
    assert (tmp_path / "f").read_bytes() == data
    assert names_in(tmp_path) == ["f"]


def test_a_writer_killed_before_the_rename_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(OLD)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_RENAMING, str(tmp_path / "f"), NEW.decode()],
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert (tmp_path / "f").read_bytes() == OLD
    (left,) = set(names_in(tmp_path)) - {"f"}
    assert left.startswith(".")
    assert left.endswith(".part")
    assert (tmp_path / left).read_bytes() == NEW


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize("earlier", [True, False])
def test_a_failure_at_any_step_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, earlier: bool
) -> None:
    if earlier:
        (tmp_path / "f").write_bytes(OLD)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, fails(errno.EIO))
        with pytest.raises(OSError, match="Input/output error"):
            write_atomically(tmp_path / "f", NEW)
    assert names_in(tmp_path) == ["f"] * earlier
    assert not earlier or (tmp_path / "f").read_bytes() == OLD


def test_an_interruption_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_atomically(tmp_path / "f", NEW)
    assert names_in(tmp_path) == []


def test_a_disk_that_is_full_half_way_leaves_no_half_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(OLD)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_atomically(tmp_path / "f", bytes(5000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert names_in(tmp_path) == ["f"]
    assert (tmp_path / "f").read_bytes() == OLD


def test_a_disk_that_takes_a_few_bytes_at_a_time_still_gets_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:3]))
    write_atomically(tmp_path / "f", NEW)
    assert (tmp_path / "f").read_bytes() == NEW


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done in which order: "sync NAME" and "rename NAME"."""
    noted: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        noted.append("sync draft" if path.suffix == ".part" else f"sync {path.name}")
        fsync(descriptor)

    def noted_replace(old: Path, new: Path) -> None:
        noted.append(f"rename to {Path(new).name}")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    return noted


def test_bytes_are_on_disk_before_the_name_and_the_name_before_it_returns(
    tmp_path: Path, acts: list[str]
) -> None:
    (tmp_path / "folder").mkdir()
    write_atomically(tmp_path / "folder" / "f", NEW)
    assert acts == ["sync draft", "rename to f", "sync folder"]


def test_many_files_can_share_one_sync_of_their_folder(tmp_path: Path, acts: list[str]) -> None:
    (tmp_path / "folder").mkdir()
    for name in "ab":
        write_atomically(tmp_path / "folder" / name, NEW, sync_name=False)
    sync_folder(tmp_path / "folder")
    assert acts == ["sync draft", "rename to a", "sync draft", "rename to b", "sync folder"]


def test_a_finished_file_is_on_disk_before_it_has_its_name(tmp_path: Path, acts: list[str]) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "finished").write_bytes(NEW)
    (tmp_path / "folder" / "f").write_bytes(OLD)
    put_in_place(tmp_path / "finished", tmp_path / "folder" / "f")
    assert acts == ["sync finished", "rename to f", "sync folder"]
    assert (tmp_path / "folder" / "f").read_bytes() == NEW
    assert names_in(tmp_path) == ["folder"]


@pytest.mark.parametrize(
    ("mask", "mode", "expected"),
    [(0o022, 0o666, 0o644), (0o077, 0o666, 0o600), (0o002, 0o666, 0o664), (0o022, 0o444, 0o444)],
)
def test_permissions_are_those_of_any_new_file_of_the_user(
    tmp_path: Path, mask: int, mode: int, expected: int
) -> None:
    with umask(mask):
        write_atomically(tmp_path / "f", NEW, mode=mode)
    assert permissions(tmp_path / "f") == expected


def test_a_file_system_that_cannot_sync_folders_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", fails(errno.EINVAL))
    sync_folder(tmp_path)
    monkeypatch.setattr(os, "fsync", fails(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        sync_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "none")


def test_an_output_that_is_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_output(tmp_path / "pipe", NEW)
        assert os.read(reader, 1000) == NEW
    finally:
        os.close(reader)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert names_in(tmp_path) == ["pipe"]


def test_a_pipe_through_the_name_of_a_descriptor_is_written_to() -> None:
    reader, writer = os.pipe()
    try:
        write_output(Path(f"/dev/fd/{writer}"), NEW)
        assert os.read(reader, 1000) == NEW
    finally:
        os.close(reader)
        os.close(writer)


def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SettingsError, match="pipe: cannot be written"):
        write_output(tmp_path / "pipe", NEW)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize("there", [True, False])
def test_an_output_that_is_a_link_is_followed_and_stays_one(tmp_path: Path, there: bool) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    if there:
        (tmp_path / "b" / "f").write_bytes(OLD)
    (tmp_path / "a" / "link").symlink_to(tmp_path / "b" / "f")
    write_output(tmp_path / "a" / "link", NEW)
    assert (tmp_path / "a" / "link").is_symlink()
    assert (tmp_path / "b" / "f").read_bytes() == NEW
    assert (names_in(tmp_path / "a"), names_in(tmp_path / "b")) == (["link"], ["f"])


def test_a_circle_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(SettingsError, match="a: cannot be written"):
        write_output(tmp_path / "a", NEW)
    assert (tmp_path / "a").is_symlink()


def test_an_output_that_cannot_be_written_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match=r"none/f: cannot be written \(No such file .*; name a"):
        write_output(tmp_path / "none" / "f", NEW)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails(errno.ENOSPC))
        with pytest.raises(StoreFullError, match="f: no room left on the disk; free some"):
            write_output(tmp_path / "f", NEW)
    assert names_in(tmp_path) == []


def test_a_full_disk_is_recognised_by_its_number_or_by_the_words_of_a_library() -> None:
    assert isinstance(output_error(Path("f"), OSError(errno.ENOSPC, "voll")), StoreFullError)
    assert isinstance(output_error(Path("f"), RuntimeError("No space left")), StoreFullError)
    other = output_error(Path("f"), RuntimeError("TIFFWriteTile failed"))
    assert (
        str(other)
        == "f: cannot be written (TIFFWriteTile failed); name a file in a folder of yours"
    )


def test_a_kept_file_gets_its_folder_or_an_error_in_words(tmp_path: Path) -> None:
    keep_file(tmp_path / "new" / "folder" / "f", NEW, "pictures")
    assert (tmp_path / "new" / "folder" / "f").read_bytes() == NEW
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(StoreError, match=r"file: pictures cannot be kept there \(File exists\);"):
        keep_file(tmp_path / "file" / "f", NEW, "pictures")
