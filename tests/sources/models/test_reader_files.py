"""The reader's two files: whole and belonging together, or refused with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from servanda.errors import SourceError
from servanda.records import sha256
from servanda.sources.models.reader_files import FOLDER, JUDGE, NUMBERS, read_reader_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (JUDGE, NUMBERS):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def test_the_shipped_files_belong_together() -> None:
    files = read_reader_files()
    assert sha256(files.judge) == files.numbers["judge_sha256"]
    assert len(files.digest) == 64


@pytest.mark.parametrize("name", [JUDGE, NUMBERS])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SourceError, match=rf"{name}.*install servanda again"):
        read_reader_files(folder)


def test_an_altered_judge_is_refused(folder: Path) -> None:
    content = bytearray((folder / JUDGE).read_bytes())
    content[1000] ^= 1
    (folder / JUDGE).write_bytes(content)
    with pytest.raises(SourceError, match="cut or altered"):
        read_reader_files(folder)
