"""Files and folders: all documents, or every reason why not."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servanda import sources
from servanda.errors import InputError, SourceError
from servanda.sources import ENDINGS, read_sources
from servanda.sources.documents import read_sources as reading_module

RECORDED = datetime(2024, 2, 3, tzinfo=UTC)


def ids(*paths: Path) -> list[str]:
    return [kept.document.id for kept in read_sources(paths, RECORDED)]


def refusal(*paths: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_sources(paths, RECORDED)  # before anything is taken from the iterator
    return str(caught.value)


def write(path: Path, text: str = "Some text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_folder_is_read_to_its_depth_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.txt", "a/y.md", "c.TXT", ".hidden.txt", ".git/x.txt", "a/.x.txt"]:
        write(tmp_path / name)
    assert ids(tmp_path) == ["b", "c", "y", "z"]
    assert ids(tmp_path / "a", tmp_path / "b.txt") == ["y", "z", "b"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    assert ids(path, tmp_path, path) == ["a"]


def test_where_two_names_clash_the_path_is_the_id(tmp_path: Path) -> None:
    for name in ["a.txt", "a.md", "one/a.txt", "b.txt"]:
        write(tmp_path / name)
    assert ids(tmp_path) == ["a.md", "a.txt", "b", "one/a.txt"]


def test_two_folders_with_the_same_names_cannot_be_told_apart(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1" / "a.txt"), write(tmp_path / "2" / "a.txt")
    assert refusal(one, two) == f"{two}: has the id 'a.txt' of {one}; rename one of them"


def test_an_id_that_a_list_gives_goes_before_a_name(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "list.jsonl", '{"id": "a", "text": "x"}')
    assert ids(tmp_path) == ["a.txt", "a"]


def test_every_problem_of_a_folder_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    write(tmp_path / "empty.txt", "")
    write(tmp_path / "picture.png")
    write(tmp_path / "no_ending")
    write(tmp_path / "list.jsonl", "{}\n[]")
    lines = refusal(tmp_path).splitlines()
    assert [line.removeprefix(f"{tmp_path}/").split("; ")[0] for line in lines] == [
        "empty.txt: holds no text",
        "list.jsonl:1: has no id",
        "list.jsonl:2: is not a JSON object",
        "no_ending: has no ending, which we do not read",
        "picture.png: ends in '.png', which we do not read",
    ]
    assert all(ending in lines[-1] for ending in ENDINGS)


def test_one_problem_is_a_source_error_that_names_its_source(tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    with pytest.raises(SourceError, match="does not exist; check the path") as caught:
        read_sources([path], RECORDED)
    assert caught.value.source == str(path)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert "holds no documents; put files into it" in refusal(tmp_path)


def test_a_file_goes_by_its_own_name_whatever_leads_to_it(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("Ten posts are gone.")
    (tmp_path / "alias.txt").symlink_to(tmp_path / "real.txt")
    assert ids(tmp_path) == ["real"]
    assert ids(tmp_path / "alias.txt") == ["alias"]


def test_links_must_stay_in_their_folder(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt")
    folder = tmp_path / "folder"
    write(folder / "a.txt")
    write(folder / "deep" / "b.txt")
    (folder / "again.txt").symlink_to(folder / "a.txt")
    (folder / "shallow").symlink_to(folder / "deep")
    (folder / "round").symlink_to(folder)
    assert ids(folder) == ["a", "b"]
    (folder / "out.txt").symlink_to(outside)
    (folder / "out").symlink_to(outside.parent)
    (folder / "nowhere.txt").symlink_to(tmp_path / "none")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    lines = refusal(folder).splitlines()
    assert len(lines) == 4
    assert all("is a link to a place outside the folder, or to nowhere" in line for line in lines)
    assert ids(folder / "out.txt") == ["out"]  # whoever names a link means it


def test_a_pipe_and_a_device_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe.txt: is not a regular file" in refusal(tmp_path)
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    assert "is not a regular file" in refusal(tmp_path / "zero.txt")


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path / "a.txt")
    monkeypatch.setattr(os, "open", refuse)
    assert refusal(path) == (
        f"{path}: may not be read; change its permissions (chmod u+r) or run as its owner"
    )


def test_a_failing_disk_and_a_folder_that_cannot_be_listed_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError(5, "Input/output error")

    path = write(tmp_path / "a.txt")
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", fail)
        assert "cannot be read (Input/output error)" in refusal(path)
    monkeypatch.setattr(os, "scandir", fail)
    with pytest.raises(TypeError):  # os.walk reports errors that name their folder
        refusal(tmp_path)


def test_names_cannot_break_out_of_a_line(tmp_path: Path) -> None:
    write(tmp_path / "a\nb: fine.txt")
    with open(os.fsencode(tmp_path) + b"/\xff.txt", "w") as file:
        file.write("x")
    one, two = refusal(tmp_path).splitlines()
    assert "/a\\nb: fine.txt: has a name with bytes or characters that cannot" in one
    assert "/\\udcff.txt: has a name with bytes" in two
    assert "cannot be read (embedded null byte)" in refusal(Path("a\0b.txt"))


def test_a_reading_has_a_bound_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "READING_BYTES", 15)
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    assert "b.txt: makes more than 0 MB in one reading; read in several goes" in refusal(tmp_path)


def test_progress_counts_files(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    seen: list[tuple[int, int]] = []
    read_sources([tmp_path], RECORDED, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_a_time_without_a_zone_is_our_own_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        read_sources([write(tmp_path / "a.txt")], RECORDED.replace(tzinfo=None))


def test_everything_exported_is_there_and_said() -> None:
    assert sorted(sources.__all__) == sources.__all__
    assert all(hasattr(sources, name) for name in sources.__all__)
